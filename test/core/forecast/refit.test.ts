import { describe, expect, it } from "vitest";
import { DAY_BINS } from "../../../core/forecast/history.ts";
import { refit } from "../../../core/forecast/refit.ts";
import { today } from "../../../core/forecast/today.ts";
import { demandOf, officeHours } from "./demand.ts";

const AIM = { leadSeconds: 300, hit: 0.95 };

/** Stock wanted at the beginning of each bin of the day after, given its claims. */
function dayOf(model: ReturnType<typeof refit>, claims: ArrayLike<number>): readonly number[] {
  const day = today(model);
  return Array.from({ length: DAY_BINS }, (_, bin) => {
    const { stock } = day.wanted(0, 0);
    day.close(claims[bin]!);
    return stock;
  });
}

/** What is forecast at the beginning of each bin of the day after, given as many claims in each. */
function levelsOf(model: ReturnType<typeof refit>, claims: number): readonly number[] {
  const day = today(model);
  return Array.from({ length: DAY_BINS }, () => {
    const { level } = day.wanted(0, 0);
    day.close(claims);
    return level;
  });
}

describe("a forecast", () => {
  it("keeps more by day than by night where the demand does", () => {
    const model = refit(demandOf(14, officeHours), AIM);
    expect(model.basis).toBe("forecast");
    const stock = dayOf(model, demandOf(1, officeHours, 2).claims);
    expect(stock[150]).toBeGreaterThanOrEqual(8);
    expect(stock[20]).toBeLessThanOrEqual(3);
    expect(model.backTest?.costRatio).toBeLessThan(0.8);
  });

  it("is a fixed size while the history is short", () => {
    const model = refit(demandOf(1, officeHours), AIM);
    expect(model.basis).toBe("history-short");
    expect(new Set(dayOf(model, demandOf(1, officeHours, 2).claims))).toEqual(new Set([model.staticSize]));
  });

  it("is a fixed size where its own back-test says so", () => {
    // A quarter of an hour every two hours; from the day on that the test begins, at the other hours.
    const moved = demandOf(14, (slot, day) => ((slot + (day < 7 ? 0 : 12)) % 24 < 3 ? 20 : 0.01));
    expect(refit(moved, AIM)).toMatchObject({ basis: "back-test-worse" });
  });

  it("is not given up for a few dear misses, which say nothing of the next day", () => {
    const bursts = demandOf(14, (slot, day) =>
      (((day * DAY_BINS + slot) * 2_654_435_761) >>> 0) % 450 === 0 ? 20 : 0.3,
    );
    const model = refit(bursts, { leadSeconds: 300, hit: 0.99 });
    expect(model.backTest?.costRatio).toBeGreaterThan(1.3);
    expect(model.basis).toBe("forecast");
  });

  it("wants nothing where nothing was ever claimed", () => {
    const model = refit(
      demandOf(7, () => 0),
      AIM,
    );
    expect(new Set(dayOf(model, new Float64Array(DAY_BINS)))).toEqual(new Set([0]));
  });

  it("comes out the same from the same history", () =>
    expect(refit(demandOf(7, officeHours), AIM)).toEqual(refit(demandOf(7, officeHours), AIM)));

  it("aims at fewer misses after nights with too many", () => {
    const history = demandOf(14, officeHours);
    const acted = {
      ...history,
      targets: Array.from(history.claims, () => 4),
      misses: Array.from(history.claims, (claims) => claims / 2),
    };
    const before = { bias: 0, notch: 0, price: 1_000, since: 0 };
    expect(refit(acted, AIM, before).carried.bias).toBeLessThan(0);
    expect(refit({ ...acted, misses: Array.from(history.claims, () => 0) }, AIM, before).carried.bias).toBeGreaterThan(
      0,
    );
  });

  it("moves its price slowly, but for the first nights", () => {
    const history = demandOf(28, officeHours);
    const afterNights = (nights: number, price: number): number =>
      refit(history, AIM, { bias: 0, notch: 0, price, since: (28 - nights) * DAY_BINS }).carried.price!;
    const found = afterNights(5, 1_000);
    expect(afterNights(27, found / 2) / found).toBeCloseTo(0.5 ** (1 - 5 / 27), 1);
    expect(afterNights(2, found / 2) / found).toBeCloseTo(1, 1);
  });

  it("forecasts what a clock sets off to the five minutes", () => {
    const model = refit(
      demandOf(14, (slot) => (slot === 144 ? 16 : 0.2)),
      AIM,
    );
    const levels = levelsOf(model, 0.2);
    expect(levels.indexOf(Math.max(...levels))).toBe(144);
    expect(levels[144]).toBeGreaterThan(3 * Math.max(levels[141]!, levels[147]!));
  });

  it("learns what comes every three hours from all of them in a day", () => {
    const model = refit(
      demandOf(3, (slot) => (slot % 36 === 13 ? 5 : 0.5)),
      AIM,
    );
    const levels = levelsOf(model, 0.5);
    const [due, others] = [levels.filter((_, slot) => slot % 36 === 13), levels.filter((_, slot) => slot % 36 > 16)];
    expect(Math.min(...due)).toBeGreaterThan(1.5 * Math.max(...others));
  });

  it("keeps as many as come at once, where claims come in heaps", () => {
    const history = demandOf(7, () => 0.3);
    const claims = Array.from(history.claims, (count) => 8 * count);
    const stock = (moments: ArrayLike<number>): number =>
      Math.max(...dayOf(refit({ ...history, claims, moments }, { leadSeconds: 60, hit: 0.95 }), claims));
    expect(stock(history.claims)).toBeGreaterThanOrEqual(8);
    expect(stock(claims)).toBeLessThan(8);
  });
});

describe("a day under a forecast", () => {
  const model = refit(
    demandOf(14, (_, day) => (day % 3 === 0 ? 8 : 2)),
    AIM,
  );

  it("answers a burst within a minute of its being counted", () => {
    const day = today(model);
    for (let bin = 0; bin < 100; bin += 1) {
      day.wanted(0, 0);
      day.close(2);
    }
    const quiet = day.wanted(0, 0).stock;
    expect(day.wanted(60, 30).stock).toBeGreaterThan(quiet + 3);
  });

  it("keeps up what was wanted within the hold, past midnight too", () => {
    const holding = { ...model, holdMinutes: 30 };
    const day = today(holding, [{ atSecond: -600, best: 99 }]);
    expect(day.wanted(0, 0).stock).toBe(99);
    for (let bin = 0; bin < 5; bin += 1) day.close(2);
    expect(day.wanted(0, 0).stock).toBeLessThan(99);
  });
});
