import * as z from "zod";

/** `POST /instances/{id}/signals`: evidence an instance sends about itself. */
export const signalRequest = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, "a signal's name: lower-case letters, digits and dashes, at most 40"),
  /** False reports that this step failed. */
  ok: z.boolean().default(true),
  /** Signed difference from a trusted clock, ms; for the signal `clock`. */
  offsetMs: z.number().finite().optional(),
  text: z.string().max(500).optional(),
});
export type SignalBody = z.infer<typeof signalRequest>;
