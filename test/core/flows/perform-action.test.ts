import { describe, expect, test } from "vitest";
import { performAction } from "../../../core/flows/perform-action.ts";
import type { Effect, Instance, State } from "../../../core/model/instance.ts";
import { aLease, inState } from "../../builders.ts";
import { recordedPlane } from "../../recorded-plane.ts";

const LEASED = { lease: aLease({ epoch: 2 }), leaseEpoch: 2 };

async function performed(effect: Effect, state: State, changes: Partial<Instance> = {}) {
  const asked = { ...inState(state), leaseEpoch: 1, version: 1 };
  const { ports } = recordedPlane();
  await ports.records.commit({ instance: { ...asked, ...changes, version: 1 } });
  const { id, entry, leaseEpoch, askedAgain } = asked;
  return performAction(ports, { do: effect, instance: id, entry, leaseEpoch, askedAgain, cause: "event:of-a-test" });
}

const runs: Partial<Instance> = { observed: { ...inState("parking").observed, state: "running" } };

describe("an action", () => {
  test("is performed while the record is where it was", async () => {
    expect(await performed("stop", "parking", runs)).toBe("asked");
    expect(await performed("start", "handing-over")).toBe("asked");
    expect(await performed("terminate", "retiring")).toBe("asked");
  });

  test("that stops what is being parked is performed though a claim reserved it meanwhile", async () =>
    expect(await performed("stop", "parking", { ...runs, ...LEASED })).toBe("asked"));

  test("that starts for a lease is dropped when another has it", async () =>
    expect(await performed("start", "handing-over", LEASED)).toBe("dropped"));

  test.each(["entry", "askedAgain"] as const)("is dropped when the record's %s has moved on", async (moved) => {
    expect(await performed("stop", "parking", { ...runs, [moved]: 9 })).toBe("dropped");
    expect(await performed("terminate", "retiring", { [moved]: 9 })).toBe("dropped");
  });
});
