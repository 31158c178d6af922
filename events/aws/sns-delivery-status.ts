import * as z from "zod";
import { type Problem, problemsOf } from "../contract.ts";

/** One line of the delivery status logs that SNS writes to CloudWatch Logs, once a topic's attributes switch them on: for each failed
 *  delivery, and for the part of the successes that the sample rate names. `dwellTimeMs` runs from the publish to just before SNS
 *  hands the message over.
 *  Source: SNS Developer Guide, "Amazon SNS message delivery status". The guide prints no schema: the fields are those of log lines
 *  that users published (`timestamp` 2019-05-31 15:34:13.687, UTC), and what is not read here is not asked for. */
const line = z.object({
  notification: z.object({ messageId: z.string(), topicArn: z.string().optional(), timestamp: z.string() }),
  delivery: z.object({
    destination: z.string(),
    dwellTimeMs: z.number().min(0),
    attempts: z.number().int().min(1).default(1),
    statusCode: z.number().optional(),
    providerResponse: z.string().optional(),
  }),
  status: z.enum(["SUCCESS", "FAILURE"]),
});

/** As `aws logs` gives an event, and as a subscription of a log group carries it: the line is in it as text. */
const wrapped = z.object({ message: z.string() });

/** What one delivery became, in SNS's words. */
export type DeliveryStatus = z.infer<typeof line>;

export type StatusReading =
  | { readonly kind: "read"; readonly status: DeliveryStatus }
  | { readonly kind: "malformed"; readonly problems: readonly Problem[] };

/** Reads a line, bare or within the event of a log. Never throws. */
export function readStatusLine(text: string): StatusReading {
  const json = parsed(text);
  const event = wrapped.safeParse(json);
  const held = line.safeParse(event.success ? parsed(event.data.message) : json);
  if (held.success) return { kind: "read", status: held.data };
  return json === undefined
    ? { kind: "malformed", problems: [{ field: "(line)", message: "not JSON" }] }
    : { kind: "malformed", problems: problemsOf(held.error) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
