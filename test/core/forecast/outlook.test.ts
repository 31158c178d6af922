import { describe, expect, it } from "vitest";
import { boundsOf } from "../../../core/forecast/bounds.ts";
import { confidenceIn, lately } from "../../../core/forecast/confidence.ts";
import { followDemand } from "../../../core/forecast/follow.ts";
import { BIN_MS, DAY_BINS } from "../../../core/forecast/history.ts";
import { longestLead, measuredLead } from "../../../core/forecast/lead.ts";
import { outlook, withTomorrow } from "../../../core/forecast/outlook.ts";
import { refit } from "../../../core/forecast/refit.ts";
import { byTier } from "../../../core/forecast/tiers.ts";
import type { BackTest, ForecastPolicy } from "../../../core/model/forecast.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../core/model/time.ts";
import { anInstance, aPool, aTarget, aTemplate, EPOCH } from "../../builders.ts";
import { demandOf, officeHours } from "./demand.ts";

/** 1970-01-01 is a Thursday, and the history has fourteen days: the day that follows is one too. */
const BEGIN = 14 * DAY_MS;
const policy: ForecastPolicy = { on: true, hit: 0.95, min: 0, timeZone: "UTC", calendar: [] };
/** Weekends (the third and fourth day of each week) are quiet. */
const weekly = demandOf(14, (slot, day) => ([2, 3].includes(day % 7) ? 0.1 : officeHours(slot)));
const model = refit(weekly, { leadSeconds: 300, hit: 0.95 });

describe("what lies ahead", () => {
  const bounds = (changes: Partial<ForecastPolicy> = {}) =>
    boundsOf(aPool({ max: { instances: 50 } }), { ...policy, ...changes }, aTemplate(), 300);
  const from = (at: number, changes: Partial<ForecastPolicy> = {}, of = withTomorrow(model, weekly)) =>
    outlook(of, BEGIN, followDemand({ model: of, begin: BEGIN, days: [] }, [], at), bounds(changes));

  it("is the 24 hours after the open bin, high by day and low by night", () => {
    const ahead = from(BEGIN + HOUR_MS + 1);
    expect(ahead).toHaveLength(DAY_BINS);
    expect(ahead[0]?.at).toBe(BEGIN + HOUR_MS + BIN_MS);
    const target = (hour: number) => ahead.find(({ at }) => at === BEGIN + hour * HOUR_MS)?.target ?? -1;
    expect(target(12)).toBeGreaterThan(target(4) + 3);
  });

  it("takes the next day for what that day of the week is", () => {
    // From Friday noon on.
    const friday = refit(
      demandOf(15, (slot, day) => ([2, 3].includes(day % 7) ? 0.1 : officeHours(slot))),
      model.aim,
    );
    const history = demandOf(15, (slot, day) => ([2, 3].includes(day % 7) ? 0.1 : officeHours(slot)));
    const of = withTomorrow(friday, history);
    const begin = BEGIN + DAY_MS;
    const at = begin + 12 * HOUR_MS;
    const usual = (whole: typeof of) =>
      outlook(whole, begin, followDemand({ model: whole, begin, days: [] }, [], at), bounds()).find(
        (bin) => bin.at === begin + DAY_MS + 10 * HOUR_MS,
      )?.claims ?? -1;
    expect(usual(friday)).toBeGreaterThan(4);
    expect(usual(of)).toBeLessThan(1);
  });

  it("shows the calendar's floors, a lead time before they are set for", () => {
    const to = BEGIN + 4 * HOUR_MS;
    const ahead = from(BEGIN, { calendar: [{ floor: 9, from: BEGIN + 3 * HOUR_MS, to }] });
    const raised = ahead.filter(({ floor }) => floor === 9);
    expect([raised[0]?.at, raised.at(-1)?.at]).toEqual([BEGIN + 3 * HOUR_MS - BIN_MS, to - BIN_MS]);
    expect(raised.every(({ target }) => target >= 9)).toBe(true);
  });
});

describe("bounds", () => {
  const at = (pool: Parameters<typeof boundsOf>[0], changes: Partial<ForecastPolicy>) =>
    boundsOf(pool, { ...policy, ...changes }, aTemplate(), 300)(EPOCH);

  it("are the policy's within the pool's ceilings, and its money at the template's price", () => {
    expect(at({ max: { instances: 20, usdPerHour: 3 } }, { min: 2, max: 30 })).toEqual({
      min: 2,
      max: 20,
      floor: 0,
      maxUsdPerHour: 3,
      usdPerHour: 0.376,
    });
    expect(at({ max: { instances: 20 } }, { max: 7 })).toMatchObject({ max: 7 });
  });
});

describe("a lead time", () => {
  const rows = (...leads: readonly [ready: number, parked: number][]) =>
    leads.map(([ready, parked]) =>
      anInstance({
        launchedAt: EPOCH,
        readyAt: EPOCH + ready * MINUTE_MS,
        since: EPOCH + (ready + parked) * MINUTE_MS,
      }),
    );

  it("is what half of the launches took, to be ready and to be parked", () =>
    expect(measuredLead(rows([4, 1], [5, 1], [30, 2]), aPool().deadlines)).toBe(6 * 60));
  it("leaves out of the parking what came back from a claimant", () =>
    expect(measuredLead(rows([5, 1], [5, 600], [5, 700]), aPool().deadlines)).toBe(6 * 60));
  it("is not known from two launches", () =>
    expect(measuredLead(rows([4, 1], [5, 1]), aPool().deadlines)).toBeUndefined());
  it("is at most what the deadlines allow", () => expect(longestLead(aPool().deadlines)).toBe(27 * 60));
});

describe("a stock by tier", () => {
  const pool = aPool({ target: aTarget({ running: 2, stopped: 6 }) });
  it.each([
    [9, aTarget({ running: 2, stopped: 7 })],
    [2, aTarget({ running: 2 })],
    [1, aTarget({ running: 1 })],
    [0, aTarget({})],
  ])("of %i keeps the fastest first", (stock, tiers) => expect(byTier(pool, stock)).toEqual(tiers));
});

describe("confidence", () => {
  const test: BackTest = {
    days: 14,
    claims: 1_000,
    hitRate: 0.95,
    overhead: 4,
    staticSize: 7,
    staticHitRate: 0.96,
    staticOverhead: 6,
    costRatio: 0.8,
  };

  it.each([
    ["high", "forecast", test],
    ["fair", "forecast", { ...test, costRatio: 0.95 }],
    ["fair", "forecast", { ...test, days: 7 }],
    ["low", "forecast", { ...test, days: 6 }],
    ["low", "forecast", undefined],
    ["none", "back-test-worse", test],
  ] as const)("is %s on the basis of %s", (level, basis, of) => expect(confidenceIn(basis, of).level).toBe(level));

  it("says between what the hits lie, and less of few claims", () => {
    const width = (claims: number) => {
      const { low, high } = confidenceIn("forecast", { ...test, claims }).hitRate!;
      expect(low).toBeLessThan(0.95);
      expect(high).toBeGreaterThan(0.95);
      return high - low;
    };
    expect(width(100)).toBeGreaterThan(2.5 * width(1_000));
    expect(confidenceIn("forecast", { ...test, claims: 0 }).hitRate).toBeUndefined();
  });

  it("counts what really came of the bins under a forecast alone", () => {
    const day = {
      ...{ day: "2026-01-05", begun: 0, moments: [], falls: [], wanted: [], lastTarget: -1, held: [], version: 1 },
      ...{ claims: [5, 7, 9], misses: [1, 2, 3], targets: [-1, 4, 4] },
    };
    expect(lately([day])).toEqual({ days: 0, claims: 16, misses: 5 });
  });
});
