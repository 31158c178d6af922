import * as z from "zod";
import type { Contract } from "../contract.ts";
import { instanceId, moment } from "../envelope.ts";

const detail = z.object({
  version: z.literal(1),
  instance: instanceId,
  entry: z.int().min(0),
  askedAgain: z.int().min(0),
  wakeAt: moment,
});

export const wake = {
  source: "greenroom",
  detailType: "Wake",
  version: 1,
  says: "The deadline of an instance's state entry has passed. Ignored if the instance has left that entry.",
  detail,
} as const satisfies Contract;

export type Wake = z.infer<typeof detail>;
