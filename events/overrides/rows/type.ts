import * as z from "zod";
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

/** By the type's name: Graviton's families have a `g` after their generation (a1 has none), Macs are apart, the rest is x86.
 *  Source: EC2 Instance Types, "Amazon EC2 instance type naming conventions". */
export function architectureOf(name: string): "x86_64" | "arm64" | "mac" {
  const [family = ""] = name.split(".");
  if (family.startsWith("mac")) return "mac";
  return family === "a1" || /^[a-z]+\d+[a-z]*g|-gb\d/.test(family) ? "arm64" : "x86_64";
}
