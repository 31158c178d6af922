import { describe, expect, it } from "vitest";
import { explainForecast } from "../../../core/flows/explain-forecast.ts";
import { explainPool } from "../../../core/flows/steps/explain-pool.ts";
import { FORECAST_AGE_MAX_MS, FORECAST_TICK_MS, TRAININGS_PER_TICK } from "../../../core/model/forecast-limits.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { aClaim, aPool, aTarget, claimNo, POOL } from "../../builders.ts";
import { BIN_MS, following, forecastTarget, LEAD_SECONDS, MIDNIGHT, read, tick } from "./forecast-days.ts";
import { type Stage, stage } from "./stage.ts";

async function planOf(on: Stage) {
  const explained = await explainPool(on.ports, POOL);
  return {
    stopped: explained?.snapshot.forecastTarget?.target.stopped,
    codes: explained?.plan.reasons.map(({ code }) => code) ?? [],
    launching: explained?.plan.launches.reduce((sum, { count }) => sum + count, 0),
  };
}

describe("a forecast", () => {
  it("is made after midnight, once, from the whole days before", async () => {
    const { on, now } = await forecastTarget(4, following());
    const { forecast } = await read(on);
    expect(forecast).toMatchObject({ day: "2026-01-09", days: 4, version: 1, model: { aim: { leadSeconds: 300 } } });
    await tick(on, now + HOUR_MS);
    expect((await read(on)).forecast).toEqual(forecast);
    await tick(on, now + DAY_MS);
    expect((await read(on)).forecast).toMatchObject({ day: "2026-01-10", days: 5, version: 2 });
  });

  it("is made anew when the pool wants another", async () => {
    const { on, now } = await forecastTarget(3, following());
    await on.ports.pools.save(following({ hit: 0.9 }, { version: 2 }));
    await tick(on, now + FORECAST_TICK_MS);
    expect((await read(on)).forecast).toMatchObject({ version: 2, model: { aim: { hit: 0.9 } } });
  });

  it("of a version that knew other features is not followed, and is made anew", async () => {
    const { on, now } = await forecastTarget(3, following());
    const { forecast } = await read(on);
    if (!forecast) throw new Error("no forecast was made");
    const model = { ...forecast.model, weights: forecast.model.weights.slice(1) };
    expect(await on.ports.demand.saveForecast(POOL, { ...forecast, model, version: 2 })).toBe("saved");
    expect((await planOf(on)).codes).toContain("forecast-none");
    await tick(on, now + FORECAST_TICK_MS);
    expect((await read(on)).forecast).toMatchObject({ version: 3, model: { weights: forecast.model.weights } });
    expect((await planOf(on)).codes).not.toContain("forecast-none");
  });

  it("is not made for a pool that wants none, whose demand is counted all the same", async () => {
    const { on } = await forecastTarget(2, aPool());
    const { days, forecast } = await read(on);
    expect([days.length, forecast]).toEqual([3, undefined]);
  });

  it("is made for so many pools a tick, and for the rest by the next", async () => {
    const pools = Array.from({ length: TRAININGS_PER_TICK + 5 }, (_, n) => following({}, { id: `pool-${n}` }));
    const on = await stage({ pools });
    await tick(on, MIDNIGHT + FORECAST_TICK_MS);
    const made = async () => {
      const all = await Promise.all(pools.map(({ id }) => read(on, id)));
      return all.filter(({ forecast }) => forecast).length;
    };
    const next = MIDNIGHT + DAY_MS + 2 * MINUTE_MS;
    await tick(on, next + BIN_MS);
    expect(await made()).toBe(TRAININGS_PER_TICK);
    await tick(on, next + 2 * BIN_MS);
    expect(await made()).toBe(pools.length);
  });
});

describe("a plan of a pool that follows its forecast", () => {
  it("keeps what the forecast wants, and says why", async () => {
    const { on } = await forecastTarget(5, following({}, { target: aTarget({ stopped: 20 }) }));
    const { stopped, codes, launching } = await planOf(on);
    expect(stopped).toBeGreaterThan(0);
    expect(stopped).toBeLessThan(15);
    expect(launching).toBe(Math.min(stopped!, 100));
    expect(codes).toContain("forecast-demand");
  });

  it("keeps what the pool's file says while there is no forecast, and says so", async () => {
    const on = await stage({ pools: [following()] });
    expect(await planOf(on)).toMatchObject({ stopped: 4, codes: ["forecast-none", "below-target"] });
  });

  it("keeps a fixed size after one day", async () => {
    const { on } = await forecastTarget(1, following());
    expect((await planOf(on)).codes).toContain("history-short");
  });

  it("keeps what the pool's file says when the forecast is out of date", async () => {
    const { on } = await forecastTarget(3, following());
    const begin = MIDNIGHT + 3 * DAY_MS;
    on.clock.at = begin + FORECAST_AGE_MAX_MS;
    expect((await planOf(on)).codes).not.toContain("forecast-stale");
    on.clock.at = begin + FORECAST_AGE_MAX_MS + 1;
    expect(await planOf(on)).toMatchObject({ stopped: 4, codes: ["forecast-stale", "below-target"] });
  });

  it("sees a burst in the first plan after it, which is within a lead time", async () => {
    const { on, now } = await forecastTarget(6, following());
    const before = (await planOf(on)).stopped!;
    for (let n = 0; n < 30; n += 1)
      await on.ports.records.commit({ claim: aClaim({ id: claimNo(90_000 + n), requestedAt: now + n, kind: "miss" }) });
    on.clock.at = now + 20 * SECOND_MS;
    expect((await planOf(on)).stopped).toBeGreaterThan(before + 3);
  });

  it("holds a floor of the calendar from a lead time before it is set for, and not after", async () => {
    const from = MIDNIGHT + 3 * DAY_MS + 4 * HOUR_MS;
    const calendar = [{ floor: 40, from, to: from + HOUR_MS }];
    const { on } = await forecastTarget(3, following({ calendar }, { scaleInDelayMs: 0 }));
    const at = async (moment: number) => {
      on.clock.at = moment;
      return (await planOf(on)).codes.includes("target-floor");
    };
    expect(await at(from - LEAD_SECONDS * SECOND_MS - 1)).toBe(false);
    expect(await at(from - LEAD_SECONDS * SECOND_MS)).toBe(true);
    expect(await planOf(on)).toMatchObject({ stopped: 40 });
    expect(await at(from + HOUR_MS)).toBe(false);
  });

  it.each([
    ["its least", { min: 60 }, {}, 60, "target-min"],
    ["its most", { min: 60, max: 60, calendar: [{ floor: 70, from: 0, to: 1e15 }] }, {}, 60, "target-max"],
    ["the pool's ceiling", { min: 60 }, { max: { instances: 9 } }, 9, "target-max"],
    ["the pool's money", { min: 60 }, { max: { instances: 100, usdPerHour: 1.9 } }, 5, "target-money"],
  ] as const)("stays within %s", async (_, policy, pool, stock, code) => {
    const { on } = await forecastTarget(2, following(policy, pool));
    const { stopped, codes } = await planOf(on);
    expect([stopped, codes.includes(code)]).toEqual([stock, true]);
  });

  it("does not follow one that is switched off, which is made all the same", async () => {
    const { on } = await forecastTarget(3, following({ on: false }));
    expect((await planOf(on)).stopped).toBeUndefined();
    const { forecast, days } = await read(on);
    expect(forecast?.model.basis).toBe("forecast");
    expect(days.at(-1)?.targets).toEqual([-1]);
  });

  it("reads nothing of demand where the pool has no forecast", async () => {
    const on = await stage();
    await planOf(on);
    expect(on.calls.filter((call) => call.startsWith("demand"))).toEqual([]);
  });
});

describe("an explanation of a forecast", () => {
  it("says what the next day's targets are, what the back-test was, and what really came", async () => {
    const { on, now } = await forecastTarget(6, following());
    await tick(on, now + HOUR_MS);
    const explained = await explainForecast(on.ports, POOL);
    if (explained.kind !== "explained") throw new Error(explained.kind);
    expect(explained.ahead).toHaveLength(288);
    expect(explained.target).toBe((await planOf(on)).stopped);
    expect(explained.reasons.map(({ code }) => code)).toContain("forecast-demand");
    expect(explained.forecast?.model.backTest).toMatchObject({ days: 2 });
    expect(explained.confidence).toMatchObject({ level: "low" });
    expect(explained.countedTo).toBe(now + HOUR_MS - 2 * MINUTE_MS);
  });

  it("says why there is none", async () => {
    const on = await stage({ pools: [following(), aPool({ id: "plain" })] });
    expect(await explainForecast(on.ports, POOL)).toMatchObject({ reasons: [{ code: "forecast-none" }], ahead: [] });
    expect(await explainForecast(on.ports, "plain")).toEqual({ kind: "no-forecast" });
    expect(await explainForecast(on.ports, "nobody")).toEqual({ kind: "unknown-pool" });
  });
});
