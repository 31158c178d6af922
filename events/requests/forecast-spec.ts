import * as z from "zod";

const HOUR = 3_600;
const CALENDAR_MAX = 100;
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const MIDNIGHT = "24:00";
const MOMENT = z.iso.datetime({ offset: true });

/** A time for which at least so many instances are wanted: from one moment to another (`2026-12-24T08:00:00Z`), or on days of the week
 *  from one time of the day to another (`08:00`), by the pool's time zone. What ends before it begins ends on the next day. */
const entry = z
  .strictObject({
    floor: z.int().min(1).max(10_000),
    days: z.array(z.enum(DAYS)).min(1, "name at least one day, such as mon").max(DAYS.length).optional(),
    from: z.string(),
    to: z.string(),
  })
  .superRefine(({ days, from, to }, context) => {
    const complain = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
    if (days) {
      if (!TIME.test(from))
        complain("from", `with days, a time of the day such as 08:00; it is ${JSON.stringify(from)}`);
      if (!TIME.test(to) && to !== MIDNIGHT)
        complain("to", `with days, a time of the day such as 18:00 or 24:00; it is ${JSON.stringify(to)}`);
      if (from === to) complain("to", `it ends when it begins, at ${from}: for whole days, from 00:00 to 24:00`);
      return;
    }
    for (const [field, text] of [
      ["from", from],
      ["to", to],
    ] as const)
      if (!MOMENT.safeParse(text).success)
        complain(
          field,
          `a moment such as 2026-12-24T08:00:00Z, or, with days: [mon, …], a time of the day; it is ${JSON.stringify(text)}`,
        );
    if (Date.parse(to) <= Date.parse(from)) complain("to", `it ends before it begins: give a moment after ${from}`);
  });

/** How a pool uses a forecast of its demand, which then takes the place of its targets. */
export const forecastSpec = z
  .strictObject({
    /** False: the forecast is made and shown, and not followed. */
    on: z.boolean().default(true),
    /** Part of the claims that are to find a warm instance. */
    hit: z.number().min(0.5).max(0.999).default(0.95),
    /** From launch to claimable; left out: measured from the pool's own launches. */
    leadSeconds: z
      .int()
      .min(10)
      .max(4 * HOUR)
      .optional(),
    min: z.int().min(0).max(10_000).default(0),
    /** Left out: the pool's ceiling. */
    max: z.int().min(0).max(10_000).optional(),
    timeZone: z
      .string()
      .refine(isTimeZone, "a time zone as IANA names it, such as Europe/Berlin or UTC")
      .default("UTC"),
    calendar: z.array(entry).max(CALENDAR_MAX).default([]),
  })
  .refine(({ min, max }) => max === undefined || min <= max, {
    path: ["min"],
    message: "it is above max: lower min, or raise max",
  });
export type ForecastSpec = z.infer<typeof forecastSpec>;

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone });
    return true;
  } catch {
    return false;
  }
}
