import { createHash } from "node:crypto";
import type { Random } from "./random.ts";

/** Part of the claims that ask for tags, and for a type of their own. */
const TAGS_CHANCE = 0.25;
const TYPE_CHANCE = 0.05;
/** Each further thing that a claim asks for which asks for any. */
const EACH_CHANCE = 0.4;

export function plainPersistentClaims(random: Random, nth: number, types: readonly string[]): object {
  const [tagged, typed] = [random.chance(TAGS_CHANCE), random.chance(TYPE_CHANCE)];
  const type = types[Math.floor(random.unit() * types.length)];
  return { ...(tagged && { tags: { job: String(nth) } }), ...(typed && type && { type }) };
}

/** What a pool must allow for {@link someOverrides}s}, as its file says it. */
export const ALLOWED = {
  securityGroups: ["sg-*"],
  networkInterfaces: ["eni-*"],
  rootVolumeGiB: 500,
  instanceProfiles: ["team-*"],
  elasticIps: ["eipalloc-*"],
  names: [{ zone: "ZLOCAL", under: "ci.example.com" }],
  secrets: ["team/*"],
} as const;

/** All that can be changed on an instance, some of it: a claim's own interface, address, name and secret, told apart by its number. */
export function someOverrides(
  random: Random,
  nth: number,
  { os, zones }: { readonly os: "windows" | "linux"; readonly zones: readonly string[] },
): object {
  const own = createHash("sha256").update(`fit/${nth}`).digest("hex").slice(0, 16);
  const az = zones[Math.floor(random.unit() * zones.length)];
  const all: readonly (object | undefined)[] = [
    { securityGroups: [`sg-0${own}`, "sg-0123456789abcdef0"] },
    az === undefined ? undefined : { az, networkInterface: `eni-0${own}` },
    { rootVolumeGiB: 100 + (nth % 5) },
    { instanceProfile: "team-build" },
    { elasticIp: `eipalloc-0${own}` },
    { dns: { zone: "ZLOCAL", name: `job-${nth}.ci.example.com` } },
    { access: { kind: os === "windows" ? "password" : "ssh-key", secret: `team/job-${nth}` } },
  ];
  return Object.assign({}, ...all.filter(() => random.chance(EACH_CHANCE))) as object;
}
