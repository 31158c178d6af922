import type { ChangeByReference } from "../notices/change-by-reference.v1.ts";
import { type ClaimDetails, claimDetails } from "../notices/claim-changed.v1.ts";
import { type InstanceDetails, instanceDetails } from "../notices/instance-changed.v1.ts";
import type { Notice } from "../notices/notice.ts";
import { type PoolDetails, poolDetails } from "../notices/pool-changed.v1.ts";
import { type SweepDetails, sweepDetails } from "../notices/sweep-changed.v1.ts";
import { type TemplateDetails, templateDetails } from "../notices/template-made.v1.ts";

/** What a subscriber receives: a notice, or the reference sent for one that is too large for a message. */
export type Said = Notice | ChangeByReference;

/** What notices are about, by kind. Every resource has an `id` and a `version`. */
export interface Resources {
  readonly instance: InstanceDetails;
  readonly claim: ClaimDetails;
  readonly pool: PoolDetails;
  readonly template: TemplateDetails;
  readonly sweep: SweepDetails;
}
export type Kind = keyof Resources;

/** The details of each kind, as lists, answers and notices carry them. */
export const DETAILS = {
  instance: instanceDetails,
  claim: claimDetails,
  pool: poolDetails,
  template: templateDetails,
  sweep: sweepDetails,
} as const;

const OVER: { readonly [K in Kind]: (resource: Resources[K]) => boolean } = {
  instance: ({ state }) => state === "gone",
  claim: ({ state }) => state === "released" || state === "refused" || state === "lost",
  pool: () => false,
  template: () => false,
  sweep: ({ stage }) => stage === "finished",
};

/** Whether a resource will never change again. It is listed for a while longer, an instance as its tombstone; then it expires. */
export const isOver = <K extends Kind>(kind: K, resource: Resources[K]): boolean => OVER[kind](resource);
