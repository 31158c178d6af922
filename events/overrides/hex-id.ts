import * as z from "zod";

/** An id of EC2's: a prefix and 8 or 17 hex digits. */
export const hexId = (prefix: string, what: string) =>
  z.string().regex(new RegExp(`^${prefix}-[0-9a-f]{8}(?:[0-9a-f]{9})?$`), `${what}: ${prefix}- and 8 or 17 hex digits`);
