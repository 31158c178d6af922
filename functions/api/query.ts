import type { Context } from "hono";
import * as z from "zod";
import { PAGE_MAX } from "../../core/model/limits.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../core/model/time.ts";
import { BadRequest, parsed } from "./failure.ts";
import { type ListName, type Position, positionOf } from "./pager.ts";

/** The request's query held against its schema. A parameter nobody knows is refused: a filter with a slip in its name would
 *  otherwise answer with everything. */
export function queried<Schema extends z.ZodObject>(context: Context, schema: Schema): z.output<Schema> {
  const given = context.req.query();
  const stray = Object.keys(given).find((name) => !(name in schema.shape));
  if (stray === undefined) return parsed(schema, given);
  const names = Object.keys(schema.shape);
  throw new BadRequest(400, {
    code: "malformed",
    message: `${stray}: there is no such parameter`,
    field: stray,
    fix: names.length === 0 ? "leave it out" : `use one of: ${names.join(", ")}`,
  });
}

/** A page of a list: at most how much, and where the last one ended. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_MAX),
  marker: z.string().optional(),
});

/** A time in a request, as ms since 1970. */
export const instant = z.iso
  .datetime({
    offset: true,
    error: ({ input }) => `${input === undefined ? "is missing; it " : ""}must be a time such as 2026-01-05T09:00:00Z`,
  })
  .transform((text) => Date.parse(text));

const UNITS: Readonly<Record<string, number>> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

/** A stretch of time, in ms. */
const span = z
  .string()
  .regex(/^\d{1,6}[smhd]$/)
  .transform((text) => Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? 0));

/** A time in a query, or how long ago it was. */
export const ago = z.union([span.transform((ms) => ({ agoMs: ms })), instant], {
  error: "must be a time such as 2026-01-05T09:00:00Z, or how long ago, such as 30m, 1h or 1d",
});

/** Where a list is to go on; undefined: at its beginning. `pool`: the only one that is listed. */
export function positionIn(list: ListName, marker: string | undefined, pool?: string): Position | undefined {
  if (marker === undefined) return undefined;
  const position = positionOf(list, marker);
  if (position && (pool === undefined || position.pool === pool)) return position;
  throw new BadRequest(400, {
    code: "bad-marker",
    message: `it is no marker of this list of ${list}`,
    field: "marker",
    fix: "give the marker of the list's last answer as it is, or none, to begin anew",
  });
}
