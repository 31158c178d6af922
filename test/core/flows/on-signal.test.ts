import { describe, expect, test } from "vitest";
import { onSignal } from "../../../core/flows/on-signal.ts";
import type { Instance } from "../../../core/model/instance.ts";
import { nonceOf } from "../../../core/model/start.ts";
import { aClaim, aLease, EPOCH, inState } from "../../builders.ts";
import { recordedPlane } from "../../recorded-plane.ts";

describe("an instance whose `running` was never heard", () => {
  test("is informed that its clock is off, since nobody will ask it again", async () => {
    const { ports } = recordedPlane();
    const instance = { ...inState("launching"), version: 1, signals: {} };
    await ports.records.commit({ instance });
    const { moved, verdict } = await onSignal(ports, instance.id, { name: "clock", ok: true, offsetMs: 90_000 });
    expect(moved).toMatchObject({ kind: "kept", instance: { state: "launching" } });
    expect(verdict?.reasons).toContainEqual({ code: "clock-off", detail: { offsetMs: 90_000, maxMs: 1_000 } });
  });
});

describe("a clock", () => {
  const evidence = { by: "signals", needs: ["clock"], maxClockOffsetMs: 1_000, bound: true } as const;
  const terms = {
    ...inState("warm").terms,
    evidence: { ...inState("warm").terms.evidence, preparing: evidence, "handing-over": evidence },
  };
  const resumed = {
    ...inState("handing-over"),
    tier: "hibernated" as const,
    observed: { state: "running" as const, at: EPOCH },
    terms,
  };
  const clock = (instance: Instance, offsetMs: number, boot = 1) => ({
    name: "clock",
    ok: true,
    offsetMs,
    boot,
    nonce: nonceOf(instance)!,
  });
  const begin = async (instance: Instance) => {
    const bench = recordedPlane();
    await bench.ports.records.commit({
      instance: { ...instance, version: 1 },
      claim: aClaim({ state: "leased", instance: instance.id, leaseEpoch: 1 }),
    });
    return { ...bench, says: (sent: Parameters<typeof onSignal>[2]) => onSignal(bench.ports, instance.id, sent) };
  };

  test("that drifted while its instance slept holds the hand-over up until it is set", async () => {
    const { says } = await begin(resumed);
    const days = 3 * 86_400_000;
    expect((await says(clock(resumed, -days))).verdict?.reasons).toEqual([
      { code: "clock-off", detail: { offsetMs: -days, maxMs: 1_000 } },
    ]);
    expect((await says(clock(resumed, 8))).moved).toMatchObject({ kind: "moved", instance: { state: "in-use" } });
  });

  test("that was right before the instance slept proves nothing after: its late report is refused and counted", async () => {
    const { says, counted } = await begin(resumed);
    const before = clock({ ...resumed, state: "preparing" }, 2);
    const { moved, verdict } = await says(before);
    expect(moved).toMatchObject({ kind: "refused", reason: { code: "of-another-start" }, instance: { signals: {} } });
    expect(verdict?.reasons).toEqual([{ code: "waiting-for-signal", detail: { signal: "clock" } }]);
    expect(counted).toEqual(["signal-refused win-build of-another-start"]);
  });

  test("of the last lease proves nothing for this one", async () => {
    const { says } = await begin({ ...resumed, leaseEpoch: 2, lease: aLease({ epoch: 2 }) });
    expect((await says(clock(resumed, 2))).moved).toMatchObject({
      kind: "refused",
      reason: { code: "of-another-start" },
    });
  });
});
