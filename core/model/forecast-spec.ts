import type { ForecastSpec } from "../../events/requests/forecast-spec.ts";
import type { CalendarEntry, ForecastPolicy } from "./forecast.ts";
import type { Held } from "./held.ts";
import { iso } from "./time.ts";

const HOUR_MINUTES = 60;
type Entry = Held<ForecastSpec["calendar"][number]>;

/** The forecast of a pool file as the model holds it. */
export const forecastFrom = ({ calendar, ...rest }: Held<ForecastSpec>): ForecastPolicy => ({
  ...rest,
  calendar: calendar.map(entryFrom),
});

/** The way back: moments in UTC, whatever offset the file gave. */
export const forecastSpecOf = ({ calendar, ...rest }: ForecastPolicy): Held<ForecastSpec> => ({
  ...rest,
  calendar: calendar.map(entrySpecOf),
});

const entryFrom = ({ floor, days, from, to }: Entry): CalendarEntry =>
  days
    ? { floor, days, fromMinute: minuteOf(from), toMinute: minuteOf(to) }
    : { floor, from: Date.parse(from), to: Date.parse(to) };

const entrySpecOf = (entry: CalendarEntry): Entry =>
  "days" in entry
    ? { floor: entry.floor, days: entry.days, from: timeOf(entry.fromMinute), to: timeOf(entry.toMinute) }
    : { floor: entry.floor, from: iso(entry.from), to: iso(entry.to) };

/** Minutes since midnight of `08:30`. */
function minuteOf(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return (hours ?? 0) * HOUR_MINUTES + (minutes ?? 0);
}

const timeOf = (minute: number): string =>
  [Math.floor(minute / HOUR_MINUTES), minute % HOUR_MINUTES].map((part) => String(part).padStart(2, "0")).join(":");
