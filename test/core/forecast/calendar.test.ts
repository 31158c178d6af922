import { describe, expect, it } from "vitest";
import { floorsOf } from "../../../core/forecast/calendar.ts";
import type { CalendarEntry } from "../../../core/model/forecast.ts";
import { HOUR_MS, MINUTE_MS } from "../../../core/model/time.ts";

/** A Monday. */
const at = (text: string): number => Date.parse(`2026-01-${text}:00Z`);
const floor = (calendar: readonly CalendarEntry[], from: number, to = from, timeZone = "UTC"): number =>
  floorsOf({ calendar, timeZone })(from, to);

const HOLIDAY: CalendarEntry = { floor: 20, from: at("05T08:00"), to: at("05T18:00") };
const OFFICE: CalendarEntry = { floor: 5, days: ["mon", "fri"], fromMinute: 8 * 60, toMinute: 18 * 60 };
const NIGHT: CalendarEntry = { floor: 3, days: ["sun"], fromMinute: 22 * 60, toMinute: 6 * 60 };

describe("a calendar's floor", () => {
  it.each([
    ["once, from its beginning", [HOLIDAY], "05T08:00", 20],
    ["not before", [HOLIDAY], "05T07:59", 0],
    ["nor at its end", [HOLIDAY], "05T18:00", 0],
    ["every week on its days", [OFFICE], "09T17:59", 5],
    ["nor on others", [OFFICE], "06T09:00", 0],
    ["nor at other times", [OFFICE], "09T18:00", 0],
    ["past midnight, by the day it begins on", [NIGHT], "05T05:59", 3],
    ["and not by the day it ends on", [NIGHT], "04T05:59", 0],
    ["all day long", [{ ...OFFICE, fromMinute: 0, toMinute: 1440 }], "05T23:59", 5],
    ["the highest of those that meet", [OFFICE, HOLIDAY, NIGHT], "05T09:00", 20],
  ] as const)("holds %s", (_, calendar, moment, expected) => expect(floor(calendar, at(moment))).toBe(expected));

  it("holds for what comes within a time, even if it is shorter than that", () => {
    const short = { floor: 9, from: at("05T08:20"), to: at("05T08:25") };
    expect(floor([short], at("05T08:00"), at("05T08:10"))).toBe(0);
    expect(floor([short], at("05T08:00"), at("05T09:00"))).toBe(9);
  });

  it("is by the clock of its time zone, which is set forward in spring", () => {
    const morning: CalendarEntry = { floor: 4, days: ["mon"], fromMinute: 8 * 60, toMinute: 9 * 60 };
    const berlin = (moment: number) => floor([morning], moment, moment, "Europe/Berlin");
    const [winter, summer] = [Date.UTC(2026, 2, 23), Date.UTC(2026, 2, 30)];
    expect([berlin(winter + 7 * HOUR_MS), berlin(winter + 7 * HOUR_MS - MINUTE_MS)]).toEqual([4, 0]);
    expect([berlin(summer + 6 * HOUR_MS), berlin(summer + 7 * HOUR_MS)]).toEqual([4, 0]);
  });
});
