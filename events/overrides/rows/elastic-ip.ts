import * as z from "zod";
import { byName } from "../allowance.ts";
import { hexId } from "../hex-id.ts";
import type { Override } from "../override.ts";

/** An Elastic IP of the claimant's, from whatever has it; the end of the instance frees it.
 *  Source: EC2 API Reference, AssociateAddress: at any time. */
export const elasticIp = {
  asks: () => hexId("eipalloc", "the allocation id of an Elastic IP"),
  published: () => z.string(),
  allowance: byName("elasticIps", { what: "an allocation id", of: (id: string) => [id] }),
  stage: "before-start",
  ends: "instance",
  exclusive: "an address",
  bars: [],
  options: [{ flags: "--eip <eipalloc>", help: "an Elastic IP, by its allocation" }],
  doc: { happens: "AssociateAddress, also if it is associated elsewhere", on: "any" },
  permissions: [{ actions: ["ec2:AssociateAddress"], on: ["instances", "elastic addresses"], bound: "ours" }],
} as const satisfies Override<string>;
