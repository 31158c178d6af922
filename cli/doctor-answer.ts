import * as z from "zod";
import { CHECK_KINDS } from "../core/model/check.ts";
import { moment } from "../events/envelope.ts";

const outcome = z.enum(["ok", "failing", "unknown"]);

/** What the plane found of itself. */
export const checksAnswer = z.object({
  at: moment,
  caller: z.string(),
  checks: z.array(
    z.object({
      kind: z.enum(CHECK_KINDS),
      of: z.string(),
      outcome,
      found: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
      says: z.string(),
      fix: z.string().optional(),
    }),
  ),
});
/** Of which pools the permissions are being tried, and since when. */
export const triedAnswer = z.object({ at: moment, pools: z.array(z.string()) });
export type ChecksAnswer = z.infer<typeof checksAnswer>;

/** A check of the plane's, or one that only the command can make: of its own clock, and of its way to the plane. */
export type DoctorCheck = Omit<ChecksAnswer["checks"][number], "kind"> & {
  readonly kind: ChecksAnswer["checks"][number]["kind"] | "api" | "clock";
};
