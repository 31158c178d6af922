import { type ClaimChanged, claimChanged } from "./claim-changed.v1.ts";
import { type InstanceChanged, instanceChanged } from "./instance-changed.v1.ts";
import { type PoolChanged, poolChanged } from "./pool-changed.v1.ts";
import { type SweepChanged, sweepChanged } from "./sweep-changed.v1.ts";
import { type TemplateMade, templateMade } from "./template-made.v1.ts";

/** The versioned events we publish about changes. */
export type Notice = InstanceChanged | ClaimChanged | PoolChanged | TemplateMade | SweepChanged;

/** The contract of each kind of notice. */
export const NOTICES = {
  instance: instanceChanged,
  claim: claimChanged,
  pool: poolChanged,
  template: templateMade,
  sweep: sweepChanged,
} as const;

/** The contract a notice keeps. */
export const contractOf = ({ kind }: Notice): (typeof NOTICES)[keyof typeof NOTICES] => NOTICES[kind];

/** The kinds of notices, by their detail types. */
export const NOTICE_KINDS: Readonly<Record<string, Notice["kind"]>> = Object.fromEntries(
  (Object.keys(NOTICES) as Notice["kind"][]).map((kind) => [NOTICES[kind].detailType, kind]),
);
