import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idleBooked, idleInAll, idleTallies, idleWithin, stretchEnded, stretchOf } from "../../../core/hits/idle.ts";
import { TALLY_RETENTION_MS } from "../../../core/model/limits.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../core/model/time.ts";
import { EPOCH, inState } from "../../builders.ts";

const warm = inState("warm");
const later = EPOCH + 90 * MINUTE_MS;

describe("the time that an instance waits warm", () => {
  it("ends with the write that takes it out of warm, at the moment of its records", () => {
    const leased = inState("handing-over", { since: later });
    expect(stretchEnded(warm, leased)).toEqual({ from: EPOCH, until: later, usdPerHour: 0.011 });
    expect(stretchEnded(warm, inState("retiring", { since: later }))).toMatchObject({ until: later });
  });

  it("does not end while it stays warm, and there is none of an instance that was not", () => {
    expect(stretchEnded(warm, { ...warm, version: 2, suspectSince: later })).toBeUndefined();
    expect(stretchEnded(inState("parking"), warm)).toBeUndefined();
    expect(stretchEnded(undefined, inState("launching"))).toBeUndefined();
  });

  it.each([
    ["running", 0.376],
    ["stopped", 0.011],
    ["hibernated", 0.011],
  ] as const)("costs what its terms say of an instance that is %s: %d", (tier, usdPerHour) => {
    expect(stretchOf({ ...warm, tier }, later)).toMatchObject({ usdPerHour });
  });

  it("has no price where the template names none", () => {
    const { usdPerHour: _, ...terms } = warm.terms;
    expect(stretchOf({ ...warm, terms }, later)).toEqual({ from: EPOCH, until: later });
  });
});

describe("its days", () => {
  it("hold it by the hour, in whole billionths of USD", () => {
    const stretch = { from: EPOCH + 50 * MINUTE_MS, until: EPOCH + 70 * MINUTE_MS, usdPerHour: 0.6 };
    expect(idleTallies(stretch)).toEqual([
      {
        day: "2026-01-05",
        amounts: { "09 ms": 10 * MINUTE_MS, "09 nUSD": 1e8, "10 ms": 10 * MINUTE_MS, "10 nUSD": 1e8 },
      },
    ]);
  });

  it("are several where midnight lies in it, and say what had no price", () => {
    const midnight = EPOCH + 15 * HOUR_MS;
    expect(idleTallies({ from: midnight - 1, until: midnight + 2 })).toEqual([
      { day: "2026-01-05", amounts: { "23 ms": 1, "23 unpriced": 1 } },
      { day: "2026-01-06", amounts: { "00 ms": 2, "00 unpriced": 2 } },
    ]);
  });

  it("are no more than tallies are kept for", () => {
    const days = idleTallies({ from: 0, until: EPOCH, usdPerHour: 1 });
    expect(days).toHaveLength(TALLY_RETENTION_MS / DAY_MS + 1);
  });

  it("report the hours that are asked for alone", () => {
    const days = idleTallies({ from: EPOCH - HOUR_MS, until: EPOCH + 2 * HOUR_MS, usdPerHour: 0.5 });
    expect(idleBooked(days, EPOCH, EPOCH + HOUR_MS)).toEqual({ ms: HOUR_MS, usd: 0.5, unpricedMs: 0 });
    expect(idleBooked(days, EPOCH + 2 * HOUR_MS, EPOCH + 9 * HOUR_MS)).toEqual({ ms: 0, usd: 0, unpricedMs: 0 });
  });
});

describe("always", () => {
  const moments = fc.tuple(fc.nat(3 * DAY_MS), fc.nat(3 * DAY_MS)).map(([one, other]) => ({
    from: EPOCH + Math.min(one, other),
    until: EPOCH + Math.max(one, other),
  }));
  const stretch = fc.record({ when: moments, usdPerHour: fc.constantFrom(undefined, 0.011, 0.376) });

  it("what is booked by the hour is what the stretches cost within those hours", () =>
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 8 }), fc.nat(80), fc.nat(80), (all, first, hours) => {
        const stretches = all.map(({ when, usdPerHour }) => ({ ...when, ...(usdPerHour && { usdPerHour }) }));
        const [since, until] = [EPOCH + first * HOUR_MS, EPOCH + (first + hours) * HOUR_MS];
        const within = idleInAll(stretches.map((each) => idleWithin(each, since, until)));
        const booked = idleBooked(stretches.flatMap(idleTallies), since, until);
        expect(booked).toMatchObject({ ms: within.ms, unpricedMs: within.unpricedMs });
        expect(booked.usd).toBeCloseTo(within.usd, 6);
      }),
    ));
});
