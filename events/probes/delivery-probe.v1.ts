import * as z from "zod";
import type { Contract } from "../contract.ts";
import { moment } from "../envelope.ts";

const detail = z.object({
  version: z.literal(1),
  path: z.enum(["bus-sqs", "sns-sqs", "sns-lambda"]),
  /** Where its window begins. */
  window: moment,
  /** Counts the probes of one path and window, from 0. */
  seq: z.number().int().min(0),
  /** The sender's clock just before the publish call, to the millisecond. */
  sentAt: moment,
});

/** Goes where notices go, and reports only how long it took itself. A subscriber of notices drops it by its
 *  detail-type, or never sees it by the attribute `kind`. */
export const deliveryProbe = {
  source: "greenroom",
  detailType: "Delivery Probe",
  version: 1,
  says: "Measures the delivery path to a subscriber: counted and timed on arrival. Subscribers ignore it.",
  detail,
} as const satisfies Contract;

export type DeliveryProbe = z.infer<typeof detail>;
