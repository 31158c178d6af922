import * as z from "zod";

/** EventBridge's envelope, which our queue messages wear too. Unknown fields are accepted and left out.
 *  Source: EventBridge User Guide, "AWS service event metadata". */
export const envelope = z.object({
  /** 0 in all of AWS's events; some of its own examples leave it out. */
  version: z.string().default("0"),
  id: z.string().min(1),
  "detail-type": z.string(),
  source: z.string(),
  account: z.string().optional(),
  time: z.iso.datetime({ offset: true }),
  region: z.string().optional(),
  resources: z.array(z.string()).default([]),
  detail: z.unknown(),
  /** Only on events that an EventBridge replay sends again. */
  "replay-name": z.string().optional(),
});
export type Envelope = z.infer<typeof envelope>;

/** EC2's instance ids: 8 or 17 hex digits, both in use. */
export const instanceId = z
  .string()
  .regex(/^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/, "an EC2 instance id: i- and 8 or 17 hex digits");
/** A moment as everything outside the core writes it: ISO 8601 in UTC. */
export const moment = z.iso.datetime();
