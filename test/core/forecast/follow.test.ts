import { describe, expect, it } from "vitest";
import { countBins, countedTo, historyBefore, isWhole, newDay } from "../../../core/forecast/count.ts";
import { followDemand } from "../../../core/forecast/follow.ts";
import { BIN_MS, DAY_BINS } from "../../../core/forecast/history.ts";
import { refit } from "../../../core/forecast/refit.ts";
import { kept, modelFrom } from "../../../core/forecast/stored.ts";
import type { DemandClaim, DemandDay } from "../../../core/model/demand.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { demandOf, officeHours } from "./demand.ts";

const MIDNIGHT = Date.UTC(2026, 0, 5);
const NINE = MIDNIGHT + 9 * HOUR_MS;
const model = refit(demandOf(14, officeHours), { leadSeconds: 300, hit: 0.95 });
/** Of a demand that was seen to rise and fall without notice. */
const wary = refit(
  demandOf(14, (_, day) => (day % 3 === 0 ? 8 : 2)),
  model.aim,
);
/** A claim every so often, from one moment to before another. */
const every = (ms: number, from: number, to: number, hit = true): readonly DemandClaim[] =>
  Array.from({ length: Math.ceil((to - from) / ms) }, (_, n) => ({ at: from + n * ms, hit }));
const day = newDay(MIDNIGHT);

describe("counting", () => {
  const asked = [...every(MINUTE_MS, NINE, NINE + 2 * BIN_MS), { at: NINE + 1, hit: false }].sort(
    (a, b) => a.at - b.at,
  );

  it("counts each bin that is over, and what found nothing warm in it", () => {
    const counted = countBins(day, asked, NINE + BIN_MS + 7 * SECOND_MS);
    expect(countedTo(counted)).toBe(NINE + BIN_MS);
    expect([counted.claims.at(-1), counted.misses.at(-1), counted.claims.at(-2)]).toEqual([6, 1, 0]);
  });

  it("counts the seconds that claims came in, those of one second once", () => {
    const at = (ms: number): DemandClaim => ({ at: NINE + ms, hit: true });
    const counted = countBins(day, [at(0), at(999), at(1_000), at(7_500), at(7_600)], NINE + BIN_MS);
    expect([counted.claims.at(-1), counted.moments.at(-1), counted.moments.at(-2)]).toEqual([5, 3, 0]);
  });

  it("comes to the same in one go, and bin by bin", () => {
    let byBins: DemandDay = day;
    for (let until = MIDNIGHT; until <= NINE + 2 * BIN_MS; until += BIN_MS)
      byBins = countBins(
        byBins,
        asked.filter(({ at }) => at >= countedTo(byBins)),
        until,
      );
    expect({ ...byBins, version: 0 }).toEqual({ ...countBins(day, asked, NINE + 2 * BIN_MS), version: 0 });
  });

  it("ends with the day", () => {
    const counted = countBins(day, [], MIDNIGHT + 2 * DAY_MS);
    expect(counted.claims).toHaveLength(DAY_BINS);
    expect(isWhole(counted)).toBe(true);
  });

  it("notes the highest target of each bin, and every fall of it", () => {
    const stocks = [4, 6, 5, 3, 3];
    const wants = new Map([[MIDNIGHT, stocks.map((stock) => ({ stock, best: stock + 1, level: 0 }))]]);
    const lastTarget = { ...day, lastTarget: 5 };
    const counted = countBins(lastTarget, [], MIDNIGHT + BIN_MS, { wants, target: ({ stock }) => stock });
    expect(counted).toMatchObject({ targets: [6], falls: [1 + 1 + 2], wanted: [7], lastTarget: 3 });
  });

  it("has no falls and no target where the forecast is not followed", () => {
    const wants = new Map([[MIDNIGHT, [{ stock: 4, best: 4, level: 0 }]]]);
    const counted = countBins({ ...day, lastTarget: 9 }, [], MIDNIGHT + BIN_MS, { wants, target: () => -1 });
    expect(counted).toMatchObject({ targets: [-1], falls: [0], lastTarget: -1 });
  });

  it("makes a history of whole days that follow each other up to a midnight, and of no others", () => {
    const whole = (from: number) => countBins(newDay(from), every(HOUR_MS, from, from + DAY_MS), from + DAY_MS);
    const days = [0, 2, 3].map((n) => whole(MIDNIGHT + n * DAY_MS));
    const history = historyBefore(days, MIDNIGHT + 4 * DAY_MS);
    expect(history).toMatchObject({ firstBin: (MIDNIGHT + 2 * DAY_MS) / BIN_MS });
    expect(history?.claims).toHaveLength(2 * DAY_BINS);
    expect(historyBefore(days, MIDNIGHT + 5 * DAY_MS)).toBeUndefined();
    const late = countBins(newDay(MIDNIGHT + 3 * DAY_MS + HOUR_MS), [], MIDNIGHT + 4 * DAY_MS);
    expect(historyBefore([...days.slice(0, 2), late], MIDNIGHT + 4 * DAY_MS)).toBeUndefined();
  });
});

describe("a model that is followed", () => {
  const ground = (days: readonly DemandDay[]) => ({ model, begin: MIDNIGHT, days });
  const asked = every(MINUTE_MS, NINE, NINE + 30 * MINUTE_MS);
  const until = NINE + 30 * MINUTE_MS + 20 * SECOND_MS;

  it("wants the same whether bins are counted or their claims are still listed", () => {
    const counted = countBins(day, asked, NINE + 2 * BIN_MS, {
      wants: followDemand(ground([]), asked, until).wants,
      target: ({ stock }) => stock,
    });
    const since = asked.filter(({ at }) => at >= countedTo(counted));
    // The hold may go on for some minutes longer: of a bin that is counted only the highest is known.
    const [all, some] = [followDemand(ground([]), asked, until), followDemand(ground([counted]), since, until)];
    expect({ best: some.now.best, level: some.now.level }).toEqual({ best: all.now.best, level: all.now.level });
    expect(some.now.stock).toBeGreaterThanOrEqual(all.now.stock);
  });

  it("sees a burst within the open bin at once", () => {
    const calm = every(3 * MINUTE_MS, NINE, NINE + 30 * MINUTE_MS);
    const burst = every(100, NINE + 30 * MINUTE_MS, NINE + 30 * MINUTE_MS + 3 * SECOND_MS, false);
    const stock = (claims: readonly DemandClaim[]) =>
      followDemand({ ...ground([]), model: wary }, claims, until).now.stock;
    expect(stock([...calm, ...burst])).toBeGreaterThan(stock(calm) + 5);
  });

  it("goes on past midnight, and hands on what still holds", () => {
    const holding = { ...wary, holdMinutes: 60 };
    const late = every(10 * SECOND_MS, MIDNIGHT + DAY_MS - 20 * MINUTE_MS, MIDNIGHT + DAY_MS - 10 * MINUTE_MS);
    const { held, now } = followDemand({ model: holding, begin: MIDNIGHT, days: [] }, late, MIDNIGHT + DAY_MS);
    expect(held[0]).toMatchObject({ best: now.stock });
    expect(held[0]?.atSecond).toBeLessThan(0);
    const [begin, tomorrow] = [MIDNIGHT + DAY_MS, newDay(MIDNIGHT + DAY_MS, held)];
    expect(followDemand({ model: holding, begin, days: [tomorrow] }, [], begin).now.stock).toBe(now.stock);
    expect(followDemand({ model: holding, begin, days: [] }, [], begin).now.stock).toBeLessThan(now.stock);
  });

  it("wants nearly the same after it was written and read", () => {
    const again = modelFrom(JSON.parse(JSON.stringify(kept(model))));
    const read = followDemand({ ...ground([]), model: again }, asked, until).now;
    expect(read.level).toBeCloseTo(followDemand(ground([]), asked, until).now.level, 2);
    expect(kept(again)).toEqual(kept(model));
  });
});
