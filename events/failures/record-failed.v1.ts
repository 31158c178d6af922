import * as z from "zod";
import type { Contract } from "../contract.ts";
import { moment } from "../envelope.ts";

const detail = z.object({
  version: z.literal(1),
  /** Who gave it up. */
  function: z.string(),
  /** Its position in the stream: two with one sequence are one failure. */
  sequence: z.string(),
  at: moment,
  error: z.object({ code: z.string(), message: z.string() }),
  /** The record as it came. Give it to the function again, as the one record of a batch, once the error's reason is mended. */
  record: z.unknown(),
  /** What was too large to keep; the table has the item as it is now, by the keys in the record. */
  leftOut: z.array(z.enum(["OldImage", "NewImage", "record"])),
});

export const recordFailed = {
  source: "greenroom",
  detailType: "Record Failed",
  version: 1,
  says: "A record of the table's stream cannot be published as it is; it waits in the failure queue to be redriven.",
  detail,
} as const satisfies Contract;

export type RecordFailed = z.infer<typeof detail>;
