import * as z from "zod";
import { tags } from "./tags.ts";

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
    type: z.string().min(1).max(40).optional(),
    tags: tags.optional(),
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
  });
export type ClaimRequestBody = z.infer<typeof claimRequest>;

/** `POST /claims/{id}/release`. */
export const releaseRequest = z.strictObject({
  /** Back through the pool (true) or terminated (false); left out: as the pool says. */
  reuse: z.boolean().optional(),
});
