import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Instance } from "../../core/model/instance.ts";
import type { Requirement } from "../../core/model/template.ts";
import { anInstance, EPOCH, inState, next } from "../builders.ts";
import { aMachine, type Machine } from "./a-machine.ts";

const bound = (...needs: string[]): Requirement => ({ by: "signals", needs, maxClockOffsetMs: 1_000, bound: true });
const preparing = inState("preparing", {
  version: 1,
  terms: {
    ...anInstance().terms,
    identity: "launch-token",
    evidence: { preparing: bound("clock", "agent"), "handing-over": bound("clock", "agent"), returning: bound() },
  },
});

let machine: Machine;
let token: string;
beforeEach(async () => {
  machine = await aMachine(preparing, { hasProfile: false });
  await machine.ports.records.commit({ instance: preparing });
  token = (await machine.ports.seals.make(preparing.token)) ?? "";
});
afterEach(() => machine.close());

const record = async () => (await machine.ports.instances.find(preparing.id))!;
/** As the boot script of the launch does. */
const leave = (text: string) => writeFileSync(machine.path("conf/launch-token"), text);
const handOver = async (userData: string) => {
  const { lease, leaseEpoch }: Instance = inState("handing-over");
  const observed = { state: "running", at: EPOCH } as const;
  const changes = { state: "handing-over" as const, signals: {}, leaseEpoch, observed, ...(lease && { lease }) };
  await machine.ports.records.commit({ instance: next(await record(), changes) });
  await machine.ports.handouts.keep(lease!.claim, userData, EPOCH + 60_000);
};
/** Everything that the agent wrote, but for the file it was given. */
const printed = (log: string) => log + machine.read("curl.log") + machine.read(`state/${preparing.id}/user-data.log`);

describe("the agent on Linux with a launch token, and with neither a profile nor a region", () => {
  it("gets through preparation, hand-over and user data, which runs once; it signs nothing and shows the token nobody", async () => {
    leave(`${token}\n`);
    const prepared = await machine.agent(["run"], 2);
    expect(await record()).toMatchObject({ state: "parking" });
    await handOver(`#!/usr/bin/env bash\nenv\necho ran >>${machine.path("ran")}`);
    const handed = await machine.agent(["run"], 3);
    expect(await record()).toMatchObject({ state: "in-use" });
    machine.boot();
    await machine.agent(["run"], 2);
    expect(machine.read("ran")).toBe("ran\n");
    expect([...machine.proofs]).toEqual(["token"]);
    expect(machine.read("curl.log")).toContain(`/instances/${preparing.id}/signals`);
    expect(printed(prepared.log + handed.log)).not.toContain(token);
  });

  it("is refused with a wrong one, says so, leaves the clock alone, and is heard once the right one is there", async () => {
    const wrong = token.replace(/^./, (first) => (first === "A" ? "B" : "A"));
    leave(wrong);
    const { log } = await machine.agent();
    expect(log).toContain(`the launch token in ${machine.path("conf/launch-token")} is refused`);
    expect(log).toContain("given up after 8 tries, at last 403");
    expect(printed(log)).not.toContain(wrong);
    expect(machine.read("chronyc.log")).toBeUndefined();
    expect(await record()).toMatchObject({ state: "preparing", signals: {} });
    leave(token);
    await machine.agent();
    expect(await record()).toMatchObject({ state: "parking" });
  });

  it.each([
    ["an empty file", ""],
    ["what would be more than a header to curl", 'x"\nurl = "http://elsewhere.example'],
    ["the mark that nobody replaced", "{{greenroom-launch-token}}"],
  ])("sends nothing of %s, and says so", async (_, text) => {
    leave(text);
    expect((await machine.agent()).log).toContain("holds is no launch token");
    expect(machine.asked).toEqual([]);
  });

  it("asks nothing before there is one, and begins by itself once there is", async () => {
    expect((await machine.agent()).log).toContain("there is no launch token");
    expect(machine.asked).toEqual([]);
    leave(token);
    await machine.agent();
    expect(await record()).toMatchObject({ state: "parking" });
  });
});
