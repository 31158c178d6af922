import * as z from "zod";
import { askedFields } from "../overrides/schemas.ts";
import { surfaceOf } from "../overrides/surfaces.ts";
import { OVERRIDE_NAMES, type OverrideName } from "../overrides/table.ts";

/** Persistent claims that one request may ask for. */
export const PERSISTENT_COUNT_MAX = 50;
const USER_DATA_BYTES = 16 * 1_024;

/** `POST /claims` and `POST /pools/{pool}/claims`. */
export const claimRequest = z
  .strictObject({
    /** The same key from the same caller is the same claim. */
    key: z.string().min(1).max(200),
    pool: z.string().min(1).max(40).optional(),
    image: z.string().min(1).max(40).optional(),
    region: z.string().min(1).max(40).optional(),
    az: z.string().min(1).max(40).optional(),
    ...askedFields(),
    /** A persistent claim: an instance that is lost, fails or is to be taken away is replaced, until the claim is released. */
    persistent: z.boolean().optional(),
    /** So many persistent claims at once, by the keys `<key>/1` and on. */
    count: z.int().min(1).max(PERSISTENT_COUNT_MAX).optional(),
    /** A script for the instance, run once by its agent after the hand-over. It may hold secrets: it goes to that instance alone. */
    userData: z
      .string()
      .min(1)
      .max(USER_DATA_BYTES, { abort: true })
      .refine((text) => new TextEncoder().encode(text).length <= USER_DATA_BYTES, "at most 16 KB, written as UTF-8")
      .optional(),
  })
  .refine(({ pool, image, type }) => pool ?? image ?? type, {
    path: ["pool"],
    message: "name a pool, or what the instance must be: image or type (with region and az as you like)",
  })
  .refine(({ persistent, count }) => persistent || count === undefined, {
    path: ["count"],
    message: "only persistent claims are counted: give persistent as true, or claim them one by one",
  })
  .superRefine((request, context) => {
    for (const { requires } of rowsOf(request))
      if (requires && request[requires.field] === undefined)
        context.addIssue({ code: "custom", path: [requires.field], message: requires.why });
  })
  .superRefine((request, context) => {
    const exclusive = rowsOf(request).flatMap((row) => row.exclusive ?? []);
    if (exclusive.length > 0 && (request.count ?? 1) > 1)
      context.addIssue({
        code: "custom",
        path: ["count"],
        message: `${exclusive.join(" or ")} is one instance's at a time: claim those one by one`,
      });
  });
export type ClaimRequestBody = z.infer<typeof claimRequest>;

/** The overrides that a request asks for. */
const rowsOf = (request: Partial<Record<OverrideName, unknown>>) =>
  OVERRIDE_NAMES.filter((name) => request[name] !== undefined).map(surfaceOf);

/** `POST /claims/{id}/release`. */
export const releaseRequest = z.strictObject({
  /** Back through the pool (true) or terminated (false); left out: as the pool says. */
  reuse: z.boolean().optional(),
});
