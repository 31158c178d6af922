import * as z from "zod";
import { byName } from "../allowance.ts";
import { hexId } from "../hex-id.ts";
import type { Override } from "../override.ts";
import type { OverrideSurface } from "../surface.ts";

/** One more network interface, of the zone that the claim names. It stays the claimant's, and outlives the instance.
 *  Source: EC2 API Reference, AttachNetworkInterface ("running (hot attach), stopped (warm attach)"). */
export const networkInterfaceRow = {
  stage: "before-start",
  measured: true,
  ends: "instance",
  breakBeforeMake: true,
  bars: [
    {
      when: ({ power }) => power === "hibernated",
      why: "the guest resumes with the devices it had",
      source: "EC2 User Guide, Hibernate your Amazon EC2 instance, which does not say what the guest makes of it",
    },
  ],
} as const satisfies Override<string>;

/** How it is asked for. */
export const networkInterfaceSurface = {
  asks: () => hexId("eni", "a network interface id"),
  published: () => z.string(),
  allowance: /* @__PURE__ */ byName("networkInterfaces", { what: "a network interface id", of: (id: string) => [id] }),
  exclusive: "an interface",
  requires: { field: "az", why: "name the zone of the network interface: it can be attached nowhere else" },
  options: [{ flags: "--eni <eni>", help: "one more network interface, of the zone that --az names" }],
  doc: {
    happens: "attached at the first free index; it belongs to you, and outlives the instance",
    on: "any but hibernated",
  },
  permissions: [
    { actions: ["ec2:AttachNetworkInterface"], on: ["instances", "network interfaces"], bound: "ours" },
    { actions: ["ec2:DescribeNetworkInterfaces"], on: ["*"], bound: "region" },
  ],
} as const satisfies OverrideSurface<string>;
