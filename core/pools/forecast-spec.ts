import type { ForecastSpec } from "../../events/requests/forecast-spec.ts";
import type { CalendarEntry, ForecastPolicy } from "../model/forecast.ts";

const HOUR_MINUTES = 60;

/** The forecast of a pool file as the model holds it. */
export const forecastFrom = ({ leadSeconds, max, calendar, ...rest }: ForecastSpec): ForecastPolicy => ({
  ...rest,
  ...(leadSeconds !== undefined && { leadSeconds }),
  ...(max !== undefined && { max }),
  calendar: calendar.map(entryFrom),
});

const entryFrom = ({ floor, days, from, to }: ForecastSpec["calendar"][number]): CalendarEntry =>
  days
    ? { floor, days, fromMinute: minuteOf(from), toMinute: minuteOf(to) }
    : { floor, from: Date.parse(from), to: Date.parse(to) };

/** Minutes since midnight of `08:30`. */
function minuteOf(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return (hours ?? 0) * HOUR_MINUTES + (minutes ?? 0);
}
