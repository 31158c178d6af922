import { describe, expect, it } from "vitest";
import { onWake } from "../../../core/flows/on-wake.ts";
import type { Ec2State, Instance, State } from "../../../core/model/instance.ts";
import { DAY_MS, MINUTE_MS } from "../../../core/model/time.ts";
import { aClaim, aLease, aTemplate, claimNo, EPOCH, IMAGE, inState, instanceNo, POOL } from "../../builders.ts";
import { type Stage, stage } from "./stage.ts";

const ID = instanceNo(1);
/** A stage a day later, where EC2 says so of the instance, or knows nothing of it. */
const late = async (instance: Instance, says?: Ec2State): Promise<Stage> => {
  const on = await stage({
    instances: [instance],
    claims: instance.lease ? [aClaim({ state: "leased", instance: ID, leaseEpoch: 1 })] : [],
  });
  on.clock.at = EPOCH + DAY_MS;
  const { id, az, type } = instance;
  if (says)
    on.ec2.machines.set(id, {
      id,
      az,
      type,
      imageId: IMAGE,
      tags: {},
      securityGroups: [],
      observed: { state: says, at: on.clock.at },
    });
  return on;
};
const timerOf = ({ id, entry, askedAgain, wakeAt = EPOCH }: Instance) => ({ instance: id, entry, askedAgain, wakeAt });
const wake = async (on: Stage) => onWake(on.ports, timerOf(await on.instance(ID)));
const all = (...names: readonly string[]): Instance["signals"] =>
  Object.fromEntries(names.map((name) => [name, { name, at: EPOCH, ok: true, offsetMs: 0 }]));
const EVIDENCE = all("sysprep", "second-boot", "clock", "agent");

describe("a timer", () => {
  it("that comes early is armed again for the same moment, and looks at nothing", async () => {
    const on = await stage({ instances: [inState("preparing")] });
    const timer = timerOf(await on.instance(ID));
    on.clock.at = timer.wakeAt - 1;
    expect(await onWake(on.ports, timer)).toEqual({ kind: "early" });
    expect(on.queued).toMatchObject([{ queue: "timers" }]);
    expect(JSON.parse(on.queued[0]!.text).detail).toMatchObject({ ...timer, wakeAt: "2026-01-05T09:20:00.000Z" });
    expect(on.ec2.asked).toEqual([]);
  });

  it("acts at its moment", async () => {
    const on = await late(inState("preparing"), "running");
    on.clock.at = (await on.instance(ID)).wakeAt!;
    expect(await wake(on)).toMatchObject({ kind: "moved", instance: { state: "quarantined" } });
  });

  it.each([
    ["another entry", { entry: 2 }],
    ["another asking", { askedAgain: 1 }],
  ])("of %s is late, and asks EC2 nothing", async (_, changes) => {
    const on = await late(inState("preparing"), "stopped");
    expect(await onWake(on.ports, { ...timerOf(await on.instance(ID)), ...changes })).toMatchObject({ kind: "late" });
    expect(on.ec2.asked).toEqual([]);
    expect(on.written).toEqual([]);
  });

  it("of an instance that nobody knows is unmanaged, and asks EC2 nothing", async () => {
    const on = await stage();
    on.clock.at = EPOCH + DAY_MS;
    expect(await onWake(on.ports, timerOf(inState("preparing")))).toEqual({ kind: "unmanaged" });
    expect(on.ec2.asked).toEqual([]);
  });
});

describe("a deadline looks before it acts", () => {
  /** State, what is known, what EC2 says, what becomes of it. */
  it.each<[State, Ec2State, State]>([
    ["launching", "running", "preparing"],
    ["parking", "stopped", "warm"],
    ["retiring", "terminated", "gone"],
    ["preparing", "terminated", "gone"],
    ["handing-over", "shutting-down", "retiring"],
  ])("%s: EC2 says %s, which was missed: it is %s, and counted", async (state, says, after) => {
    const on = await late(inState(state), says);
    expect(await wake(on)).toMatchObject({ kind: "moved", instance: { state: after } });
    expect(on.ec2.asked).toEqual([`look ${ID}`]);
    expect(on.counted).toEqual([`event-missed ${POOL} ${says}`]);
    expect((await on.instance(ID)).last).toMatchObject({ name: `ec2:${says}`, cause: `deadline:${ID}:3` });
  });

  it.each<[State, Ec2State, State]>([
    ["launching", "pending", "quarantined"],
    ["preparing", "running", "quarantined"],
    ["returning", "running", "retiring"],
    ["handing-over", "running", "retiring"],
    ["quarantined", "running", "retiring"],
  ])("%s: EC2 says %s, which leaves it as it is: the deadline acts, and it is %s", async (state, says, after) => {
    const on = await late(inState(state), says);
    expect(await wake(on)).toMatchObject({ kind: "moved", instance: { state: after, last: { name: "deadline" } } });
  });

  it("and counts what was missed also where the deadline still acts", async () => {
    const on = await late(inState("preparing"), "stopping");
    expect(await wake(on)).toMatchObject({ instance: { state: "quarantined", observed: { state: "stopping" } } });
    expect(on.counted).toEqual([`event-missed ${POOL} stopping`]);
  });

  it("and counts nothing that is older than what is known", async () => {
    const on = await late(inState("preparing", { observed: { state: "running", at: EPOCH + 2 * DAY_MS } }), "pending");
    expect(await wake(on)).toMatchObject({ instance: { state: "quarantined", observed: { state: "running" } } });
    expect(on.counted).toEqual([]);
  });

  it("and counts nothing where nothing was missed", async () => {
    for (const instance of [inState("preparing"), inState("preparing", { suspectSince: EPOCH })]) {
      const on = await late(instance, "running");
      await wake(on);
      expect(on.counted).toEqual([]);
    }
  });

  it.each<[State, string, number]>([
    ["parking", "stop", 5],
    ["retiring", "terminate", 10],
    ["handing-over", "start", 5],
  ])("%s: nothing happened, so %s is asked again, with a deadline of its own", async (state, effect, minutes) => {
    const instance = inState(state);
    const on = await late(instance, instance.observed.state);
    const wakeAt = on.clock.at + minutes * MINUTE_MS;
    expect(await wake(on)).toMatchObject({ kind: "kept", instance: { state, entry: 3, askedAgain: 1, wakeAt } });
    expect(on.takeActions()).toEqual([
      { do: effect, instance: ID, entry: 3, leaseEpoch: instance.leaseEpoch, askedAgain: 1, cause: `deadline:${ID}:3` },
    ]);
  });

  it("EC2 knows no such id: that proves nothing, and the deadline acts", async () => {
    const on = await late(inState("preparing", { signals: EVIDENCE }));
    expect(await wake(on)).toMatchObject({ kind: "moved", instance: { state: "quarantined" } });
    expect(on.counted).toEqual([]);
  });

  it("and if a crash left complete evidence unjudged, that is judged first", async () => {
    const on = await late(inState("preparing", { signals: EVIDENCE }), "running");
    expect(await wake(on)).toMatchObject({ kind: "moved", instance: { state: "parking", last: { name: "ready" } } });
    expect(on.counted).toEqual([]);
    expect(on.takeActions()).toMatchObject([{ do: "stop", instance: ID, entry: 4 }]);
  });

  it("and if the missed event completes the evidence, it moves on two states", async () => {
    const on = await late(inState("launching", { signals: EVIDENCE }), "running");
    expect(await wake(on)).toMatchObject({ instance: { state: "parking", entry: 5 } });
  });
});

describe("an instance that a claim waits for", () => {
  it("and that runs out of time puts the claim back", async () => {
    const on = await late(inState("preparing", { lease: aLease(), leaseEpoch: 1 }), "running");
    await wake(on);
    expect(await on.instance(ID)).toMatchObject({ state: "quarantined" });
    expect(await on.claim(claimNo(1))).toMatchObject({ state: "pending", failedHandOvers: 1 });
  });

  it("is delivered when the look shows that it runs, and that is enough", async () => {
    const { terms } = inState("handing-over");
    const evidence = { ...aTemplate().evidence, "handing-over": { by: "ec2-state" } as const };
    const on = await late(inState("handing-over", { terms: { ...terms, evidence } }), "running");
    expect(await wake(on)).toMatchObject({ instance: { state: "in-use" } });
    expect(await on.claim(claimNo(1))).toMatchObject({ state: "delivered" });
    expect(on.counted).toEqual([`event-missed ${POOL} running`]);
  });
});
