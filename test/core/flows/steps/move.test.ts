import { describe, expect, it } from "vitest";
import { actionsFor, move } from "../../../../core/flows/steps/move.ts";
import type { Trigger } from "../../../../core/lifecycle/triggers.ts";
import { SAVE_TRIES_MAX } from "../../../../core/model/limits.ts";
import { aClaim, aLease, aTemplate, EPOCH, inState, instanceNo, next } from "../../../builders.ts";
import { type Stage, stage } from "../stage.ts";

const ID = instanceNo(1);
const said = (state: "running" | "stopping" | "terminated"): Trigger => ({
  name: `ec2:${state}`,
  seenAt: EPOCH + 1_000,
  at: EPOCH + 2_000,
  cause: "event:e",
});
const held = { lease: aLease(), leaseEpoch: 1 };
const claim = aClaim({ state: "leased", instance: ID, leaseEpoch: 1 });
const commits = ({ calls }: Stage) => calls.filter((call) => call === "records.commit").length;

describe("a move", () => {
  it("of a record that nobody has is unmanaged", async () => {
    expect(await move((await stage()).ports, ID, () => said("running"))).toEqual({ kind: "unmanaged" });
  });

  it("for which nothing happened saves nothing, and says what the record is", async () => {
    const on = await stage({ instances: [inState("warm")] });
    expect(await move(on.ports, ID, () => undefined)).toEqual({ kind: "already", instance: await on.instance(ID) });
    expect(commits(on)).toBe(0);
  });

  it("that leaves the lease alone reads no claim", async () => {
    const on = await stage({ instances: [inState("in-use")], claims: [claim] });
    expect(await move(on.ports, ID, () => said("stopping"))).toMatchObject({ kind: "kept" });
    expect(on.calls).not.toContain("claims.find");
  });

  it("whose claim changed just then is decided anew, on the claim as it is", async () => {
    const on = await stage({ instances: [inState("in-use")], claims: [{ ...claim, state: "delivered" }] });
    on.before("records.commit", async () =>
      on.ports.records.commit({ claim: next(await on.claim(claim.id), { failedHandOvers: 1 }) }),
    );
    expect(await move(on.ports, ID, () => said("terminated"))).toMatchObject({
      kind: "moved",
      instance: { state: "gone" },
    });
    expect(await on.claim(claim.id)).toMatchObject({ state: "lost", failedHandOvers: 1, version: 3 });
  });

  it("whose record expires just then is unmanaged", async () => {
    const on = await stage({ instances: [inState("warm")] });
    const expired = async () => ({ kind: "conflict" }) as const;
    let reads = 0;
    const find = async () => (reads++ === 0 ? on.instance(ID) : undefined);
    const ports = { ...on.ports, records: { commit: expired }, instances: { ...on.ports.instances, find } };
    expect(await move(ports, ID, () => said("terminated"))).toEqual({ kind: "unmanaged" });
  });

  it("without its claim's record moves the instance alone", async () => {
    const on = await stage({ instances: [inState("in-use")] });
    expect(await move(on.ports, ID, () => said("terminated"))).toMatchObject({ instance: { state: "gone" } });
  });

  it("is tried so many times, and then left to the queue", async () => {
    const on = await stage({ instances: [inState("warm")] });
    let tries = 0;
    const commit = async () => {
      tries += 1;
      return { kind: "conflict", instance: inState("warm") } as const;
    };
    const moving = move({ ...on.ports, records: { commit } }, ID, () => said("terminated"));
    await expect(moving).rejects.toMatchObject({ fate: "retryable", message: expect.stringContaining(ID) });
    expect(tries).toBe(SAVE_TRIES_MAX);
  });
});

describe("a move into a state whose evidence is complete", () => {
  const { terms } = inState("launching");
  const byWord = {
    terms: { ...terms, evidence: { ...aTemplate().evidence, preparing: { by: "ec2-state" } as const } },
  };

  it("goes on at once", async () => {
    const on = await stage({ instances: [inState("launching", byWord)] });
    expect(await move(on.ports, ID, () => said("running"))).toMatchObject({
      kind: "moved",
      instance: { state: "parking" },
    });
    expect(commits(on)).toBe(2);
  });

  it("is as it was saved where somebody else went on from it", async () => {
    const on = await stage({ instances: [inState("launching", byWord)] });
    on.before("actions.enqueue", async () =>
      on.ports.records.commit({ instance: next(await on.instance(ID), { state: "retiring" }) }),
    );
    expect(await move(on.ports, ID, () => said("running"))).toMatchObject({
      kind: "moved",
      instance: { state: "preparing" },
    });
    expect(await on.instance(ID)).toMatchObject({ state: "retiring" });
  });

  it("does not go on while it waits for more", async () => {
    const on = await stage({ instances: [inState("launching", held)], claims: [claim] });
    expect(await move(on.ports, ID, () => said("running"))).toMatchObject({ instance: { state: "preparing" } });
    expect(commits(on)).toBe(1);
  });
});

describe("what a state asks of EC2", () => {
  it("is fenced to its entry, its lease and the times it asked", () => {
    const instance = inState("parking", { ...held, entry: 7, askedAgain: 2 });
    const cause = instance.last.cause;
    expect(actionsFor(instance, "stop")).toEqual([
      { do: "stop", instance: ID, entry: 7, leaseEpoch: 1, askedAgain: 2, cause },
    ]);
    expect(actionsFor(instance, undefined)).toEqual([]);
  });
});
