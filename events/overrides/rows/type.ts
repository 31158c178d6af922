import * as z from "zod";
import { architectureOf } from "../../requests/instance-type.ts";
import type { Override } from "../override.ts";
import type { OverrideSurface } from "../surface.ts";

const SOURCE = "EC2 User Guide, Change the instance type for your Amazon EC2 instance";

/** Another instance type. It is in the record, and stays. */
export const typeRow = {
  stage: "before-start",
  ends: "kept",
  bars: [
    { when: ({ power }) => power === "running", why: "only a stopped instance can change its type", source: SOURCE },
    { when: ({ power }) => power === "between", why: "it is not stopped yet", source: SOURCE },
    {
      when: ({ power }) => power === "hibernated",
      why: "an instance with hibernation enabled cannot change its type",
      source: SOURCE,
    },
    { when: ({ market }) => market === "spot", why: "a Spot instance cannot change its type", source: SOURCE },
    {
      when: (has, wanted) => architectureOf(has.type) !== architectureOf(wanted),
      why: "the type is of another architecture than the image",
      source: "EC2 User Guide, Compatibility for changing the instance type",
    },
  ],
  isSo: (wanted, has) => wanted === has.type,
} as const satisfies Override<string>;

/** How it is asked for. */
export const typeSurface = {
  asks: () => z.string().min(1).max(40),
  published: () => z.string(),
  options: [{ flags: "--type <type>", help: "an instance type it must have, such as m7i.large" }],
  doc: { happens: "ModifyInstanceAttribute", on: "stopped, On-Demand, same architecture; not hibernated" },
  permissions: [{ actions: ["ec2:ModifyInstanceAttribute"], on: ["instances"], bound: "ours" }],
} as const satisfies OverrideSurface<string>;
