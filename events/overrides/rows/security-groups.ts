import * as z from "zod";
import { byName } from "../allowance.ts";
import { hexId } from "../hex-id.ts";
import type { Override } from "../override.ts";
import type { OverrideSurface } from "../surface.ts";

/** Other security groups than the template's, on the first network interface.
 *  Source: EC2 API Reference, ModifyInstanceAttribute: at any time in a VPC. */
export const securityGroupsRow = {
  stage: "before-start",
  ends: "instance",
  bars: [],
  isSo: (wanted, { securityGroups: has }) => has !== undefined && sameSet(wanted, has),
} as const satisfies Override<readonly string[]>;

/** How it is asked for. */
export const securityGroupsSurface = {
  asks: () => z.array(hexId("sg", "a security group id")).min(1).max(16).readonly(),
  published: () => z.array(z.string()).readonly(),
  allowance: /* @__PURE__ */ byName("securityGroups", {
    what: "a security group id",
    of: (ids: readonly string[]) => ids,
  }),
  options: [
    {
      flags: "--security-group <sg>",
      help: "a security group in place of the template's; may be given again",
      takes: "list",
    },
  ],
  text: (wanted) => `securityGroups ${wanted.join(" ")}`,
  doc: { happens: "replaces the groups of the first interface", on: "any" },
  permissions: [{ actions: ["ec2:ModifyInstanceAttribute"], on: ["instances", "security groups"], bound: "ours" }],
} as const satisfies OverrideSurface<readonly string[]>;

/** The same groups, in whatever order. */
export const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && new Set([...one, ...other]).size === new Set(one).size;
