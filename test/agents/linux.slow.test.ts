import { afterEach, describe, expect, it } from "vitest";
import type { Instance } from "../../core/model/instance.ts";
import { nonceOf } from "../../core/model/start.ts";
import type { Requirement } from "../../core/model/template.ts";
import { anInstance, claimNo, EPOCH, inState, next } from "../builders.ts";
import { aMachine, type Machine } from "./a-machine.ts";

const bound = (...needs: string[]): Requirement => ({ by: "signals", needs, maxClockOffsetMs: 1_000, bound: true });
const terms = {
  ...anInstance().terms,
  evidence: {
    preparing: bound("image", "clock", "agent"),
    "handing-over": bound("clock", "agent"),
    returning: bound("scrubbed"),
  },
};
const preparing = inState("preparing", { version: 1, terms });
const { id } = preparing;

let machine: Machine;
const begin = async (first: Instance = preparing, options: Parameters<typeof aMachine>[1] = {}) => {
  machine = await aMachine(first, options);
  await machine.ports.records.commit({ instance: first });
  return machine;
};
afterEach(() => machine.close());

const record = async () => (await machine.ports.instances.find(id))!;
const become = async (state: Instance["state"], changes: Partial<Instance> = {}) => {
  const { state: _, version: __, wakeAt: ___, ...furniture } = inState(state);
  const { lease, leaseEpoch, observed } = furniture;
  await machine.ports.records.commit({
    instance: next(await record(), { state, signals: {}, leaseEpoch, observed, ...(lease && { lease }), ...changes }),
  });
};
const signals = () =>
  machine.asked.flatMap((line) => {
    const [, body] = /^POST .*?signals (.*)$/.exec(line) ?? [];
    return body === undefined ? [] : [JSON.parse(body) as Record<string, unknown>];
  });

describe("the agent on Linux", () => {
  it("proves what the bootstrap instructions asks for, signed, with metadata of version 2 alone, and in prepare mode starts nothing", async () => {
    const { agent, script, read } = await begin();
    script("conf/needs.d/image", "exit 0");
    script("conf/modes.d/in-use", `touch ${machine.path("started")}`);
    const { code, log } = await agent(["run"], 2);
    expect({ code, log }).toMatchObject({ code: 0, log: expect.stringContaining("mode prepare") });
    const nonce = nonceOf(preparing);
    expect(signals()).toEqual([
      { name: "image", ok: true, boot: 1, nonce },
      { name: "clock", ok: true, boot: 1, nonce, offsetMs: 0.25 },
      { name: "agent", ok: true, boot: 1, nonce },
    ]);
    expect(await record()).toMatchObject({ state: "parking" });
    expect((await agent(["may-start"])).code).toBe(1);
    expect(read("started")).toBeUndefined();
  });

  it("says each thing once a boot, and again after the next: what the plane holds is of the latest", async () => {
    const { agent, script, boot } = await begin();
    script("conf/needs.d/image", "exit 0");
    await become("preparing", {
      terms: { ...terms, evidence: { ...terms.evidence, preparing: bound("image", "clock", "later") } },
    });
    machine.setClock({ offsetMs: -3 });
    await agent(["run"], 3);
    await agent(["run"], 2);
    expect(signals().map(({ name, boot: of }) => `${name} of ${of}`)).toEqual(["image of 1", "clock of 1"]);
    boot();
    await agent(["run"], 2);
    expect(
      signals()
        .slice(2)
        .map(({ name, boot: of }) => `${name} of ${of}`),
    ).toEqual(["image of 2", "clock of 2"]);
    expect((await record()).signals.clock).toMatchObject({ boot: 2, offsetMs: -3 });
    expect(Object.keys((await record()).stages!)).toEqual(["image", "clock", "image@2", "clock@2"]);
  });

  it("waits for a clock that does not synchronise, sets it, and reports it then", async () => {
    const { agent, setClock, read } = await begin();
    setClock("not synchronised", { offsetMs: 0.5 });
    await agent();
    expect(signals().filter(({ name }) => name === "clock")).toMatchObject([{ ok: true, offsetMs: 0.5 }]);
    expect(read("chronyc.log")).toContain("add server 169.254.169.123 iburst prefer");
  });

  it("sets a clock that the plane says is off, and reports it again", async () => {
    const { agent, setClock } = await begin();
    setClock({ offsetMs: 7_200_000 }, { offsetMs: 1 });
    await agent();
    expect(signals().filter(({ name }) => name === "clock")).toMatchObject([{ offsetMs: 7_200_000 }, { offsetMs: 1 }]);
  });

  it("reports a clock that never synchronises as failed, after a bounded number of tries", async () => {
    const { agent, setClock } = await begin();
    setClock("not synchronised");
    await agent();
    expect(signals().filter(({ name }) => name === "clock")).toMatchObject([
      { ok: false, text: expect.stringContaining("169.254.169.123") },
    ]);
    expect(await record()).toMatchObject({ state: "quarantined" });
  });

  it("sets the clock when its signature is refused: a clock that is days off signs nothing that is believed", async () => {
    const { agent, read } = await begin();
    machine.failures.push(403);
    await agent();
    expect(read("chronyc.log")).toContain("makestep");
    expect(signals().map(({ name }) => name)).toContain("agent");
  });

  it("reports a step that fails, with the last line of what it said", async () => {
    const { agent, script } = await begin();
    script("conf/needs.d/image", `echo first; echo 'disk "C" is \\full'; exit 3`);
    await agent();
    expect(await record()).toMatchObject({
      state: "quarantined",
      last: { reasons: [{ detail: { signal: "image", text: 'disk "C" is \\full' } }] },
    });
  });

  it("asks again while the plane does not know it yet or fails, and gives up after a bounded number of tries", async () => {
    const { agent, asked, failures } = await begin();
    failures.push(404, 503, 429);
    await agent();
    expect(asked.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => "GET /instances/ID/bootstrap"));
    failures.push(...Array.from({ length: 20 }, () => 500));
    asked.length = 0;
    const { log } = await agent();
    expect(asked).toHaveLength(8);
    expect(log).toContain("given up after 8 tries");
  });

  it("lets everything start on a machine that is in no pool", async () => {
    const { agent, asked } = await begin(preparing, { inPool: false });
    expect((await agent(["may-start"])).code).toBe(0);
    expect((await agent()).log).toContain("in no pool");
    expect(asked).toEqual([]);
  });

  it("reports a stage for a script of the image", async () => {
    const { agent } = await begin();
    expect((await agent(["report", "image", "failed", "no licence"])).code).toBe(0);
    expect(await record()).toMatchObject({ state: "quarantined" });
  });
});

describe("the agent of a delivered instance", () => {
  const USER_DATA = "#!/usr/bin/env bash\necho ran >>";
  const delivered = async (userData?: string) => {
    await begin();
    await become("handing-over", { observed: { state: "running", at: EPOCH } });
    const { lease } = await record();
    if (userData !== undefined) await machine.ports.handouts.keep(lease!.claim, userData, EPOCH + 60_000);
    return machine;
  };
  const ran = () => machine.read("ran") ?? "";

  it("proves itself again, runs the claim's user data and what was held back, and runs neither twice", async () => {
    const { agent, script, read } = await delivered(`${USER_DATA}${"$GREENROOM_CONF"}/../ran`);
    script("conf/modes.d/in-use", `touch ${machine.path("started")}`);
    await agent(["run"], 3);
    expect(await record()).toMatchObject({ state: "in-use" });
    expect(ran()).toBe("ran\n");
    expect(read("started")).toBe("");
    await agent(["run"], 2);
    expect(ran()).toBe("ran\n");
    expect((await agent(["may-start"])).code).toBe(0);
  });

  it("does not run it again after a reboot, but starts again what a boot ends", async () => {
    const { agent, script, boot } = await delivered(`${USER_DATA}${"$GREENROOM_CONF"}/../ran`);
    script("conf/modes.d/in-use", `echo up >>${machine.path("up")}`);
    await agent(["run"], 3);
    boot();
    expect((await agent(["may-start"])).code, "until the plane has been asked").toBe(1);
    await agent(["run"], 3);
    expect(ran()).toBe("ran\n");
    expect(machine.read("up")).toBe("up\nup\n");
  });

  it("does not run it again when the reboot came in its middle", async () => {
    const { agent, boot } = await delivered(`${USER_DATA}${"$GREENROOM_CONF"}/../ran\nkill -9 $PPID\n`);
    expect((await agent(["run"], 3)).code, "the machine went down with it").toBeNull();
    boot();
    expect((await agent(["run"], 3)).code).toBe(0);
    expect(ran()).toBe("ran\n");
  });

  it("asks again for user data that it could not fetch, and runs it then", async () => {
    const { agent, failing } = await delivered(`${USER_DATA}${"$GREENROOM_CONF"}/../ran`);
    failing.add("user-data");
    expect((await agent(["run"], 3)).log).toContain("given up after 8 tries");
    expect(ran()).toBe("");
    failing.clear();
    await agent(["run"], 2);
    expect(ran()).toBe("ran\n");
  });

  it("runs nothing where the claim brought nothing", async () => {
    const { agent } = await delivered();
    await agent(["run"], 3);
    expect(await record()).toMatchObject({ state: "in-use" });
    expect(machine.read(`state/${id}/user-data.log`)).toBeUndefined();
  });

  it("cleans up after a release, and proves it", async () => {
    const { agent, script } = await begin();
    await become("returning");
    script("conf/needs.d/scrubbed", "exit 0");
    await agent(["run"], 2);
    expect(await record()).toMatchObject({ state: "parking" });
  });

  it("runs the user data of the next claim, and not that of the last", async () => {
    const { agent } = await delivered(`${USER_DATA}${"$GREENROOM_CONF"}/../ran`);
    await agent(["run"], 3);
    await become("handing-over", {
      leaseEpoch: 2,
      lease: { ...inState("in-use").lease!, epoch: 2, claim: claimNo(2) },
      observed: { state: "running", at: EPOCH },
    });
    await machine.ports.handouts.keep(claimNo(2), `${USER_DATA}${"$GREENROOM_CONF"}/../second`, EPOCH + 60_000);
    machine.boot();
    await agent(["run"], 3);
    expect([ran(), machine.read("second")]).toEqual(["ran\n", "ran\n"]);
  });
});
