import type { ClaimRequest } from "../model/claim.ts";
import type { Allows, Pool } from "../model/pool.ts";

/** What of a claim must be named by its pool before it may be asked for, and how the pool names it. */
export const ALLOWANCES = {
  securityGroups: "securityGroups",
  instanceProfile: "instanceProfiles",
  elasticIp: "elasticIps",
  networkInterface: "networkInterfaces",
  rootVolumeGiB: "rootVolumeGiB",
  dns: "names",
  access: "secrets",
} as const satisfies Partial<Record<keyof ClaimRequest, keyof Allows>>;

/** A wish that a pool does not allow, and what it allows in its place. */
export interface Forbidden {
  readonly field: keyof typeof ALLOWANCES;
  readonly value: string;
  readonly have: readonly string[];
}

/** The first thing that the request asks for and the pool does not allow: a pool that says nothing allows nothing, so that nobody gets
 *  by a claim what the engineer did not give. */
export function forbidden(request: ClaimRequest, { allows = {} }: Pick<Pool, "allows">): Forbidden | undefined {
  for (const field of Object.keys(ALLOWANCES) as (keyof typeof ALLOWANCES)[]) {
    const value = asked(request, field).find((each) => !permits(field, each, request, allows));
    if (value !== undefined) return { field, value, have: named(field, allows) };
  }
  return undefined;
}

/** What is asked for, one thing each, as people write it. */
function asked({ dns, access, ...request }: ClaimRequest, field: keyof typeof ALLOWANCES): readonly string[] {
  if (field === "dns") return dns ? [`${dns.name} in ${dns.zone}`] : [];
  if (field === "access") return access ? [access.secret] : [];
  return [request[field] ?? []].flat().map(String);
}

function permits(field: keyof typeof ALLOWANCES, value: string, { dns }: ClaimRequest, allows: Allows): boolean {
  if (field === "rootVolumeGiB") return Number(value) <= (allows.rootVolumeGiB ?? 0);
  if (field === "dns")
    return (allows.names ?? []).some(
      ({ zone, under }) => dns?.zone === zone && (dns.name === under || dns.name.endsWith(`.${under}`)),
    );
  return (allows[ALLOWANCES[field]] ?? []).some((pattern) => covers(pattern, value));
}

/** A name as it is, or all that begin as it does up to the `*` at its end. */
const covers = (pattern: string, value: string): boolean =>
  pattern.endsWith("*") ? value.startsWith(pattern.slice(0, -1)) : value === pattern;

function named(field: keyof typeof ALLOWANCES, allows: Allows): readonly string[] {
  if (field === "rootVolumeGiB") return allows.rootVolumeGiB === undefined ? [] : [`up to ${allows.rootVolumeGiB}`];
  if (field === "dns") return (allows.names ?? []).map(({ zone, under }) => `${under} and below in ${zone}`);
  return allows[ALLOWANCES[field]] ?? [];
}
