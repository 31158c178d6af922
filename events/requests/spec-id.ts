import * as z from "zod";

/** The id of a pool, the name of a template. */
export const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,38}$/, "lower-case letters, digits and dashes, beginning with a letter, at most 39");
