import { describe, expect, it } from "vitest";
import { performAction } from "../../../core/flows/perform-action.ts";
import type { Effect, Instance, State } from "../../../core/model/instance.ts";
import { aLease, EPOCH, inState, instanceNo } from "../../builders.ts";
import { IMPOSSIBLE, NO_CAPACITY } from "./ec2.ts";
import { stage } from "./stage.ts";

const ID = instanceNo(1);
const asked = (effect: Effect, changes: object = {}) =>
  ({ do: effect, instance: ID, entry: 3, leaseEpoch: 0, askedAgain: 0, cause: "c", ...changes }) as const;
const parking = (changes: Partial<Instance> = {}) =>
  inState("parking", { observed: { state: "running", at: EPOCH }, ...changes });
const perform = async (instance: Instance, effect: Effect, changes: object = {}) => {
  const on = await stage({ instances: [instance] });
  return { on, performed: await performAction(on.ports, asked(effect, changes)) };
};

describe("an effect", () => {
  it.each([
    ["another entry", { entry: 4 }],
    ["an older entry", { entry: 2 }],
    ["another asking", { askedAgain: 1 }],
    ["an unknown instance", { instance: instanceNo(2) }],
  ])("that was asked for %s is dropped", async (_, changes) => {
    const { on, performed } = await perform(parking(), "stop", changes);
    expect(performed).toBe("dropped");
    expect(on.ec2.asked).toEqual([]);
  });

  it("to start what another claim has by now is dropped", async () => {
    const leased = inState("handing-over", { leaseEpoch: 2, lease: aLease({ epoch: 2 }) });
    const { on, performed } = await perform(leased, "start", { leaseEpoch: 1 });
    expect(performed).toBe("dropped");
    expect(on.ec2.asked).toEqual([]);
  });

  it("to stop what a claim reserved meanwhile stops it: the claim waits for just that", async () => {
    const { on, performed } = await perform(parking({ leaseEpoch: 1, lease: aLease() }), "stop");
    expect(performed).toBe("asked");
    expect(on.ec2.asked).toEqual([`stop ${ID}`]);
  });

  it.each<[Effect, Partial<Instance>, string]>([
    ["stop", { tier: "stopped" }, `stop ${ID}`],
    ["stop", { tier: "hibernated" }, `stop ${ID} hibernate`],
    ["terminate", { market: "on-demand" }, `terminate ${ID}`],
    ["terminate", { market: "spot" }, `terminate ${ID} spot`],
  ])("to %s, of one with %j, is asked of EC2 as %s", async (effect, changes, expected) => {
    const { on, performed } = await perform(parking(changes), effect);
    expect(performed).toBe("asked");
    expect(on.ec2.asked).toEqual([expected]);
  });

  it("to hibernate is asked as a plain stop the second time", async () => {
    const { on } = await perform(parking({ tier: "hibernated", askedAgain: 1 }), "stop", { askedAgain: 1 });
    expect(on.ec2.asked).toEqual([`stop ${ID}`]);
  });

  it.each<[Effect, State, Instance["observed"]["state"]]>([
    ["stop", "parking", "stopping"],
    ["stop", "parking", "stopped"],
    ["terminate", "retiring", "shutting-down"],
    ["terminate", "retiring", "terminated"],
  ])("to %s what is already %s (%s) asks EC2 nothing", async (effect, state, observed) => {
    const { on, performed } = await perform(inState(state, { observed: { state: observed, at: EPOCH } }), effect);
    expect(performed).toBe("already");
    expect(on.ec2.asked).toEqual([]);
  });

  it.each([
    [{ kind: "already" } as const, "already"],
    [{ kind: "unknown" } as const, "unknown"],
    [IMPOSSIBLE, "refused"],
    [NO_CAPACITY, "refused"],
  ])("that EC2 answers with %j is %s, and changes no record", async (answer, expected) => {
    for (const effect of ["stop", "terminate"] as const) {
      const on = await stage({ instances: [parking()] });
      on.ec2.refusals.set(effect, answer);
      expect(await performAction(on.ports, asked(effect))).toBe(expected);
      expect(on.written).toEqual([]);
    }
  });
});
