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
  says: "The time an instance may spend in a state is over, unless it left the state before.",
  detail,
} as const satisfies Contract;

export type Wake = z.infer<typeof detail>;
