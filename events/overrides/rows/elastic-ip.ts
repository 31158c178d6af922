import * as z from "zod";
import { byName } from "../allowance.ts";
import { hexId } from "../hex-id.ts";
import type { Override } from "../override.ts";
import type { OverrideSurface } from "../surface.ts";

/** An Elastic IP of the claimant's, from whatever has it; the end of the instance frees it.
 *  Source: EC2 API Reference, AssociateAddress: at any time. */
export const elasticIpRow = {
  stage: "before-start",
  ends: "instance",
  bars: [],
} as const satisfies Override<string>;

/** How it is asked for. */
export const elasticIpSurface = {
  asks: () => hexId("eipalloc", "the allocation id of an Elastic IP"),
  published: () => z.string(),
  allowance: /* @__PURE__ */ byName("elasticIps", { what: "an allocation id", of: (id: string) => [id] }),
  exclusive: "an address",
  options: [{ flags: "--eip <eipalloc>", help: "an Elastic IP, by its allocation" }],
  doc: { happens: "AssociateAddress, also if it is associated elsewhere", on: "any" },
  permissions: [{ actions: ["ec2:AssociateAddress"], on: ["instances", "elastic addresses"], bound: "ours" }],
} as const satisfies OverrideSurface<string>;
