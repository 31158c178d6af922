import * as z from "zod";

/** `POST /instances/{id}/signals`: evidence an instance sends about itself. */
export const signalRequest = z.strictObject({
  /** The stage that is reached, or what is proven. */
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, "a signal's name: lower-case letters, digits and dashes, at most 40"),
  /** False reports that this step failed. */
  ok: z.boolean().default(true),
  /** Signed difference from a trusted clock, ms; for the signal `clock`. */
  offsetMs: z.number().finite().optional(),
  text: z.string().max(500).optional(),
  /** Which boot of the operating system sends it, counted from 1 on this instance. */
  boot: z.int().min(1).max(100_000).optional(),
  /** As the bootstrap instructions says: the start it is evidence for. */
  nonce: z
    .string()
    .regex(/^[0-9a-f]{16}$/, "16 hex digits, as GET /instances/{id}/bootstrap answers them")
    .optional(),
});
export type SignalBody = z.infer<typeof signalRequest>;
