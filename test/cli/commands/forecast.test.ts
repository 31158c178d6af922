import { describe, expect, it } from "vitest";
import { newDay } from "../../../core/forecast/count.ts";
import { refit } from "../../../core/forecast/refit.ts";
import { kept } from "../../../core/forecast/stored.ts";
import type { ForecastPolicy } from "../../../core/model/forecast.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../core/model/time.ts";
import { aPool, aTemplate, EPOCH, POOL } from "../../builders.ts";
import { demandOf, officeHours } from "../../core/forecast/demand.ts";
import { startPlane } from "../plane.ts";

const MIDNIGHT = EPOCH - 9 * HOUR_MS;
const PEAK = { floor: 30, from: MIDNIGHT + 20 * HOUR_MS, to: MIDNIGHT + 21 * HOUR_MS };
const policy: ForecastPolicy = { on: true, hit: 0.95, min: 0, timeZone: "UTC", calendar: [PEAK] };

/** A plane at nine o'clock whose pool has a forecast of this day. */
async function forecastTarget(changes: Partial<ForecastPolicy> = {}) {
  const plane = await startPlane();
  const { templates, pools, demand } = plane.ports;
  await templates.save(aTemplate());
  await pools.save(aPool({ max: { instances: 60 }, forecast: { ...policy, ...changes } }));
  const model = kept(refit(demandOf(14, officeHours), { leadSeconds: 300, hit: 0.95 }));
  await demand.saveForecast(POOL, { day: "2026-01-05", madeAt: MIDNIGHT + 6 * MINUTE_MS, days: 14, model, version: 1 });
  const counted = newDay(EPOCH);
  const targets = counted.claims.map(() => 4);
  const claims = counted.claims.map(() => 2);
  await demand.count(POOL, { ...counted, begun: 0, targets, claims, version: 1 });
  return plane;
}

describe("greenroom forecast", () => {
  it("shows the next day hour by hour, the back-test, the confidence, and why", async () => {
    const { run } = await forecastTarget();
    const { exit, out } = await run("forecast", POOL);
    expect(exit).toBe(0);
    expect(out).toMatch(/^win-build {2}follows its forecast, to hit 95\.0 %, at 2026-01-05 09:00:00Z\n/);
    expect(out).toMatch(/made +2026-01-05 00:06:00Z, for 2026-01-05, from 14 days of demand; it is the forecast\n/);
    expect(out).toMatch(/lead time +5m00s\n/);
    expect(out).toMatch(/back-test +on 6 days it had not seen, 9\d\.\d % hits with \d+\.\d idle; a fixed \d+, /);
    expect(out).toMatch(/confidence +low; hits between 9\d\.\d % and 9\d\.\d %, at 95 %\n/);
    expect(out).toMatch(/in force +0\.4 days, in which 100\.0 % of 216 claims were hits\n/);
    expect(out).toMatch(/Why\n {2}.*claims are forecast for a lead time of 300 s/);
    const hours = out.split("\n").filter((line) => /^\d\d-\d\d \d\d:\d\d /.test(line));
    expect(hours).toHaveLength(24);
    expect(hours[0]).toMatch(/^01-05 09:05 +\d+(?:\.\d)? +- +\d+(?:–\d+)? +█+/);
    expect(hours.filter((line) => / 30 /.test(line)).map((line) => line.slice(0, 11))).toEqual([
      "01-05 19:05",
      "01-05 20:05",
    ]);
  });

  it("says that it is not followed", async () => {
    const { run } = await forecastTarget({ on: false });
    expect((await run("forecast", POOL)).out).toContain("makes a forecast and does not follow it");
  });

  it("gives the day in 5 minutes as one document", async () => {
    const { runJson } = await forecastTarget();
    const { document } = await runJson("forecast", POOL);
    expect(document).toMatchObject({ pool: POOL, on: true, forecast: { basis: "forecast", days: 14 } });
    const { ahead } = document as { ahead: { at: string }[] };
    expect([ahead.length, Date.parse(ahead.at(-1)!.at) - EPOCH]).toEqual([288, DAY_MS]);
  });

  it("says how to have one, and of nobody that there is none", async () => {
    const { run, ports } = await startPlane();
    await ports.templates.save(aTemplate());
    await ports.pools.save(aPool());
    const { exit, err } = await run("forecast", POOL);
    expect([exit, err]).toEqual([3, expect.stringContaining("forecast: { hit: 0.95 }")]);
    expect((await run("forecast", "nobody")).exit).toBe(3);
  });
});
