import { describe, expect, it } from "vitest";
import { poolFrom } from "../../core/model/spec.ts";
import { poolFile } from "../../events/requests/pool-file.v1.ts";
import { anOrigin, aTemplate } from "../builders.ts";
import { file, told } from "./pool-files.ts";

const forecasting = (forecast: object, pool: object = {}) => file({ pool: { ...pool, forecast } });
/** The pool as the model holds it. */
const read = (forecast: object) => {
  const [entry] = poolFile.parse(forecasting(forecast)).pools;
  return poolFrom(entry!, aTemplate(), 1, anOrigin()).forecast;
};

describe("a pool's forecast", () => {
  it("is none unless there is a block of it, which may be empty", () => {
    expect(poolFrom(poolFile.parse(file()).pools[0]!, aTemplate(), 1, anOrigin())).not.toHaveProperty("forecast");
    expect(read({})).toEqual({ on: true, hit: 0.95, min: 0, timeZone: "UTC", calendar: [] });
  });

  it("is held as it was given, times in minutes and moments", () => {
    const calendar = [
      { floor: 3, days: ["mon", "sun"], from: "08:30", to: "24:00" },
      { floor: 4, from: "2026-12-24T08:00:00+01:00", to: "2026-12-25T00:00:00Z" },
    ];
    expect(
      read({ on: false, hit: 0.99, leadSeconds: 90, min: 1, max: 4, timeZone: "Europe/Berlin", calendar }),
    ).toEqual({
      ...{ on: false, hit: 0.99, leadSeconds: 90, min: 1, max: 4, timeZone: "Europe/Berlin" },
      calendar: [
        { floor: 3, days: ["mon", "sun"], fromMinute: 510, toMinute: 1440 },
        { floor: 4, from: Date.UTC(2026, 11, 24, 7), to: Date.UTC(2026, 11, 25) },
      ],
    });
  });

  const entry = (changes: object) => ({
    calendar: [{ floor: 3, days: ["mon"], from: "08:00", to: "18:00", ...changes }],
  });
  it.each<[string, object, string, string]>([
    ["a hit target of one", { hit: 1 }, "hit", "must be at most 0.999"],
    ["a lead of no time", { leadSeconds: 9 }, "leadSeconds", "must be at least 10"],
    ["a least above its most", { min: 4, max: 3 }, "min", "it is above max: lower min, or raise max"],
    ["a least above the pool's ceiling", { min: 6 }, "min", "it is above the most that the pool may hold, 5"],
    [
      "a time zone of nowhere",
      { timeZone: "CEST+1" },
      "timeZone",
      "a time zone as IANA names it, such as Europe/Berlin or UTC",
    ],
    ["no day", entry({ days: [] }), "calendar.0.days", "name at least one day, such as mon"],
    [
      "a day of no week",
      entry({ days: ["funday"] }),
      "calendar.0.days.0",
      'must be one of "mon", "tue", "wed", "thu", "fri", "sat", "sun"',
    ],
    [
      "a time of no day",
      entry({ from: "8:00" }),
      "calendar.0.from",
      'with days, a time of the day such as 08:00; it is "8:00"',
    ],
    [
      "an end past midnight",
      entry({ to: "24:30" }),
      "calendar.0.to",
      'with days, a time of the day such as 18:00 or 24:00; it is "24:30"',
    ],
    [
      "no time at all",
      entry({ to: "08:00" }),
      "calendar.0.to",
      "it ends when it begins, at 08:00: for whole days, from 00:00 to 24:00",
    ],
    [
      "a time without a day",
      entry({ days: undefined, to: "2026-12-24T18:00:00Z" }),
      "calendar.0.from",
      'a moment such as 2026-12-24T08:00:00Z, or, with days: [mon, …], a time of the day; it is "08:00"',
    ],
    [
      "an end before the beginning",
      entry({ days: undefined, from: "2026-12-24T18:00:00Z", to: "2026-12-24T18:00:00Z" }),
      "calendar.0.to",
      "it ends before it begins: give a moment after 2026-12-24T18:00:00Z",
    ],
    ["no floor", entry({ floor: 0 }), "calendar.0.floor", "must be at least 1"],
    [
      "a floor above the pool's ceiling",
      entry({ floor: 6 }),
      "calendar.0.floor",
      "it is 6, above the most that the pool may hold, 5: raise max, or lower it",
    ],
  ])("with %s is refused", (_, forecast, field, message) => {
    expect(told(forecasting(forecast))).toContainEqual([`pools.0.forecast.${field}`, message]);
  });

  it("lists its fields when another is named", () => {
    expect(told(forecasting({ lead: 3 }))).toEqual([
      ["pools.0.forecast", "no such field; there are on, hit, leadSeconds, min, max, timeZone, calendar"],
    ]);
  });

  it("needs a target to fall back to", () => {
    expect(told(forecasting({}, { target: {} })).map(([field]) => field)).toEqual(["pools.0.target"]);
  });
});
