import * as z from "zod";
import type { Contract } from "../contract.ts";
import { instanceId } from "../envelope.ts";

const cause = z.string();
const detail = z.object({
  version: z.literal(1),
  action: z.discriminatedUnion("do", [
    z.object({ do: z.literal("persist"), claim: z.string().regex(/^claim-[0-9a-f]{20}$/), cause }),
    z.object({ do: z.literal("launch"), pool: z.string().min(1), token: z.string().min(1).max(64), cause }),
    z.object({
      do: z.enum(["start", "stop", "terminate", "autopsy", "access"]),
      instance: instanceId,
      entry: z.int().min(0),
      leaseEpoch: z.int().min(0),
      askedAgain: z.int().min(0),
      cause,
    }),
    z.object({
      do: z.literal("unname"),
      instance: instanceId,
      dns: z.object({ zone: z.string(), name: z.string(), ttlSeconds: z.int().min(0) }),
      target: z.string().min(1),
      cause,
    }),
    z.object({ do: z.literal("dry-run"), pool: z.string().min(1), instance: instanceId.exactOptional(), cause }),
    z.object({
      do: z.literal("untag"),
      instance: instanceId,
      leaseEpoch: z.int().min(0),
      keys: z.array(z.string()).readonly(),
      cause,
    }),
  ]),
});

export const performActionCommand = {
  source: "greenroom",
  detailType: "Perform Action",
  version: 1,
  says: "One action on EC2, performed only if the record still has the entry and lease for which it was requested.",
  detail,
} as const satisfies Contract;

export type PerformAction = z.infer<typeof detail>;
