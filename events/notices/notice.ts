import { type ClaimChanged, claimChanged } from "./claim-changed.v1.ts";
import { type InstanceChanged, instanceChanged } from "./instance-changed.v1.ts";
import { type PoolChanged, poolChanged } from "./pool-changed.v1.ts";

/** The versioned events we publish about changes. */
export type Notice = InstanceChanged | ClaimChanged | PoolChanged;

const CONTRACTS = { instance: instanceChanged, claim: claimChanged, pool: poolChanged } as const;

/** The contract a notice keeps. */
export const contractOf = ({ kind }: Notice): (typeof CONTRACTS)[keyof typeof CONTRACTS] => CONTRACTS[kind];
