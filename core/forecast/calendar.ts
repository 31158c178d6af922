import { type CalendarEntry, type ForecastPolicy, WEEKDAYS, type Weekday } from "../model/forecast.ts";
import type { Instant } from "../model/time.ts";
import { BIN_MS } from "./history.ts";

const HOUR_MINUTES = 60;

/** The highest floor that a calendar sets for any moment from one to another, looked at every 5 minutes; 0: none. */
export function floorsOf({ calendar, timeZone }: Pick<ForecastPolicy, "calendar" | "timeZone">) {
  const clock = wallClock(timeZone);
  return (from: Instant, to: Instant): number => {
    let floor = 0;
    for (let at = from; ; at = Math.min(to, at + BIN_MS)) {
      const local = clock(at);
      for (const entry of calendar) if (entry.floor > floor && isIn(entry, at, local)) floor = entry.floor;
      if (at >= to) return floor;
    }
  };
}

interface Local {
  readonly weekday: number;
  readonly minute: number;
}

function isIn(entry: CalendarEntry, at: Instant, { weekday, minute }: Local): boolean {
  if ("from" in entry) return at >= entry.from && at < entry.to;
  const { days, fromMinute, toMinute } = entry;
  const begins = (day: number): boolean => days.some((each) => WEEKDAYS.indexOf(each) === day);
  if (fromMinute < toMinute) return begins(weekday) && minute >= fromMinute && minute < toMinute;
  const before = (weekday + WEEKDAYS.length - 1) % WEEKDAYS.length;
  return (begins(weekday) && minute >= fromMinute) || (begins(before) && minute < toMinute);
}

/** What a clock on the unavailable offering of a time zone shows; where it is set back, an hour is shown twice, and holds twice. */
function wallClock(timeZone: string): (at: Instant) => Local {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const weekday = WEEKDAYS.indexOf(parts.get("weekday")?.toLowerCase() as Weekday);
    return { weekday, minute: Number(parts.get("hour")) * HOUR_MINUTES + Number(parts.get("minute")) };
  };
}
