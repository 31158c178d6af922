import { type ClaimChanged, claimChanged } from "./claim-changed.v1.ts";
import { type InstanceChanged, instanceChanged } from "./instance-changed.v1.ts";
import { type PoolChanged, poolChanged } from "./pool-changed.v1.ts";
import { type SweepChanged, sweepChanged } from "./sweep-changed.v1.ts";
import { type TemplateMade, templateMade } from "./template-made.v1.ts";

/** The versioned events we publish about changes. */
export type Notice = InstanceChanged | ClaimChanged | PoolChanged | TemplateMade | SweepChanged;

const CONTRACTS = {
  instance: instanceChanged,
  claim: claimChanged,
  pool: poolChanged,
  template: templateMade,
  sweep: sweepChanged,
} as const;

/** The contract a notice keeps. */
export const contractOf = ({ kind }: Notice): (typeof CONTRACTS)[keyof typeof CONTRACTS] => CONTRACTS[kind];
