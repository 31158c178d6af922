import * as z from "zod";
import type { Override } from "../override.ts";
import type { OverrideSurface } from "../surface.ts";

/** As Route 53 compares it: fully qualified, lower case, no dot at its end. Source: Route 53 Developer Guide, "DNS domain name format". */
const name = () =>
  z
    .string()
    .max(253)
    .regex(
      /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
      "a full name such as build-7.ci.example.com: lower case, no dot at its end",
    );
const zone = () => z.string().regex(/^Z[A-Z0-9]{1,31}$/, "the id of a hosted zone, such as Z0123456789ABCDEFGHIJ");

/** An A record in a hosted zone: for the Elastic IP if one is asked for, else for the private address. It does not touch the instance. */
const asks = () => z.strictObject({ zone: zone(), name: name(), ttlSeconds: z.int().min(1).max(86_400).default(60) });
/** A name and all below it. */
const allowed = () =>
  z
    .array(z.strictObject({ zone: zone(), under: name() }))
    .min(1)
    .max(20);

type Asked = z.output<ReturnType<typeof asks>>;
type Allowed = z.output<ReturnType<typeof allowed>>;

/** A name for the instance. It is taken back when the lease, or the persistent claim, ends. */
export const dnsRow = {
  stage: "before-start",
  ends: "undone",
  bars: [],
} as const satisfies Override<Asked>;

/** How it is asked for. */
export const dnsSurface = {
  asks,
  published: () => z.object({ zone: z.string(), name: z.string(), ttlSeconds: z.int() }),
  allowance: {
    field: "names",
    schema: allowed,
    forbidden: (wanted: Asked, names: Allowed = []) =>
      names.some(({ zone, under }) => isBelow(wanted, zone, under)) ? undefined : `${wanted.name} in ${wanted.zone}`,
    texts: (names: Allowed = []) => names.map(({ zone, under }) => `${under} and below in ${zone}`),
  },
  exclusive: "a name",
  options: [
    { flags: "--dns <name>", help: "a name for it in the hosted zone that --zone names" },
    { flags: "--zone <id>", help: "with --dns, the hosted zone" },
    { flags: "--ttl <seconds>", help: "with --dns, how long others may remember it (default: 60)", takes: "whole" },
  ],
  read({ dns: wanted, zone, ttl }) {
    if (wanted !== undefined && zone === undefined)
      return {
        ...{ kind: "misuse", code: "incomplete", field: "--dns" },
        message: `${wanted} is in no zone`,
        fix: "Name its hosted zone with --zone.",
      };
    for (const [field, value] of [
      ["--zone", zone],
      ["--ttl", ttl],
    ] as const)
      if (wanted === undefined && value !== undefined)
        return {
          ...{ kind: "misuse", code: "incomplete", field },
          message: `${value} is of no name`,
          fix: "Give the name with --dns.",
        };
    return { kind: "asked", value: wanted === undefined ? undefined : { zone, name: wanted, ttlSeconds: ttl } };
  },
  text: (wanted) => `dns ${wanted.name} in ${wanted.zone} for ${wanted.ttlSeconds} s`,
  doc: {
    happens:
      "one A record by UPSERT: the Elastic IP if one is asked for, else the private address; TTL 60 s by default",
    on: "any",
  },
  permissions: [
    { actions: ["ec2:DescribeAddresses"], on: ["*"], bound: "region" },
    { actions: ["route53:ChangeResourceRecordSets"], on: ["hosted zones"], bound: "names" },
  ],
} as const satisfies OverrideSurface<Asked>;

const isBelow = (wanted: Asked, zone: string, under: string): boolean =>
  wanted.zone === zone && (wanted.name === under || wanted.name.endsWith(`.${under}`));
