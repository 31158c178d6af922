import { isDeepStrictEqual } from "node:util";
import type { TemplateSpec } from "../../events/requests/template-spec.ts";
import type { Held } from "./held.ts";
import { BOOKKEEPING, type Origin } from "./origin.ts";

/** Which evidence makes an instance ready: what `core/readiness` judges by.
 *  `ec2-state`: EC2 saying `running` is enough. `self-stop`: the instance stops itself when it is done; EC2 saying `stopped` is the
 *  evidence. `signals`: the named signals, and a clock whose reported offset is within the bound (ms, absolute). */
export type Requirement = Held<TemplateSpec["ready"]>;

/** The signal that carries a clock offset. */
export const CLOCK_SIGNAL = "clock";

/** The signal that says that the access a claim asked for is made, and lies where the claimant said. */
export const ACCESS_SIGNAL = "access";

/** What the file says of evidence, stage by stage; and what stands for user data. */
type HeldOtherwise = "ready" | "verify" | "scrub" | "userDataSha256";

/** Immutable, numbered version of what to launch. Its fields are those of events/requests/template-spec.ts, which says what each
 *  means: types in order of preference, all of one architecture, so that a stopped member can change between them. */
export interface Template extends Origin, Held<Omit<TemplateSpec, HeldOtherwise>> {
  readonly version: number;
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
