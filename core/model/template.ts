import { isDeepStrictEqual } from "node:util";
import { BOOKKEEPING, type Origin } from "./origin.ts";

/** Which evidence makes an instance ready: what `core/readiness` judges by. */
export type Requirement =
  /** EC2 saying `running` is enough. */
  | { readonly by: "ec2-state" }
  /** The instance stops itself when it is done; EC2 saying `stopped` is the evidence. */
  | { readonly by: "self-stop" }
  /** The named signals, and a clock whose reported offset is within the bound (ms, absolute). `fromBoot`: the first boot whose word
   *  counts, by signal. `bound`: what does not carry the nonce of this start does not count. */
  | {
      readonly by: "signals";
      readonly needs: readonly string[];
      readonly maxClockOffsetMs?: number;
      readonly fromBoot?: Readonly<Record<string, number>>;
      readonly bound?: boolean;
    };

/** The signal that carries a clock offset. */
export const CLOCK_SIGNAL = "clock";

/** The signal that says that the access a claim asked for is made, and lies where the claimant said. */
export const ACCESS_SIGNAL = "access";

/** Immutable, numbered version of what to launch. */
export interface Template extends Origin {
  readonly name: string;
  readonly version: number;
  readonly os: "windows" | "linux";
  /** AMI id per region. */
  readonly images: Readonly<Record<string, string>>;
  /** Instance types in order of preference; all of one architecture, so that a stopped member can change between them. */
  readonly types: readonly string[];
  /** Subnet id per availability zone. */
  readonly subnets: Readonly<Record<string, string>>;
  readonly securityGroups: readonly string[];
  readonly instanceProfile?: string;
  /** Boot script, as text. Where it has the mark of events/requests/launch-token.ts, the instance finds its launch token. */
  readonly userData?: string;
  /** How an instance proves who it is: by the IAM identity it has (left out), or by the launch token in its user data. */
  readonly identity?: "iam" | "launch-token";
  readonly market: "on-demand" | "spot";
  readonly tags: Readonly<Record<string, string>>;
  /** USD per hour, for the pool's money ceiling and figures; the plane looks up no prices. */
  readonly usdPerHour?: { readonly running: number; readonly stopped: number };
  /** Evidence after a launch, in the hand-over, and after a release for reuse. */
  readonly evidence: Evidence;
}

export interface Evidence {
  readonly preparing: Requirement;
  readonly "handing-over": Requirement;
  readonly returning: Requirement;
}

/** The availability zones a template has subnets in, in one region: a zone's name begins with its region's. */
export const zonesIn = ({ subnets }: Pick<Template, "subnets">, region: string): readonly string[] =>
  Object.keys(subnets).filter((az) => az.startsWith(region));

/** The same in everything that launches read. Who applied it, and when, is not. */
export const isSameTemplate = (one: Template, other: Template): boolean =>
  one.version === other.version && isDeepStrictEqual(requested(one), requested(other));

const requested = (template: Template): object =>
  Object.fromEntries(Object.entries(template).filter(([field]) => !BOOKKEEPING.includes(field)));

/** The template and version of a generation. */
export function templateIn(generation: string): { readonly name: string; readonly version: number } {
  const [, name = "", version = ""] = /^(.*)@(\d+)\//.exec(generation) ?? [];
  return { name, version: Number(version) };
}

/** What was made from one template version and one image: `<template>@<version>/<image>`. */
export const generationOf = (template: Template, imageId: string): string =>
  `${template.name}@${template.version}/${imageId}`;
