import * as z from "zod";
import type { Contract } from "../contract.ts";

const field = z.string().optional().catch(undefined);
const entity = z.looseObject({ entityValue: field, status: field }).catch({});

/** What AWS Health reports of any service; what of it is about instances that AWS means to stop, the type's code says.
 *  `statusCode` and an entity's `status` are in newer events only. An entity whose value is not a string names nothing, and hides no other. */
const detail = z.looseObject({
  service: z.string(),
  eventTypeCode: z.string(),
  statusCode: z.string().optional(),
  affectedEntities: z.array(entity).optional(),
});

/** Source: AWS Health User Guide, "Reference: AWS Health events Amazon EventBridge schema". */
export const awsHealthEvent = {
  source: "aws.health",
  detailType: "AWS Health Event",
  version: 0,
  says: "AWS announces an event that affects resources, such as stopping or retiring instances.",
  detail,
} as const satisfies Contract;

export type AwsHealthEvent = z.infer<typeof detail>;
