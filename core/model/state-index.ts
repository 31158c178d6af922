import type { Tier } from "../../events/tiers.ts";
import { type PoolId, spread } from "./ids.ts";
import type { Instance, State } from "./instance.ts";

/** Which state index of its pool an instance lies in: what strongly consistent reads select by.
 *  Leased and suspect ones have state indexes of their own, so that a reader of `warm` finds what may be leased. What EC2 has no capacity
 *  for now stays where it is: that is of the place, and ends by time, so who reads leaves it out. */
export type StateIndex = State | `${State}-leased` | "suspect";

export const stateIndexOf = (instance: Pick<Instance, "state" | "lease" | "suspectSince">): StateIndex => {
  if (instance.suspectSince !== undefined) return "suspect";
  return instance.lease ? `${instance.state}-leased` : instance.state;
};

/** The index key: state index, tier, then an even spread, so that a thousand claims start reading at a thousand places. */
export const binOf = (instance: Pick<Instance, "id" | "state" | "lease" | "suspectSince" | "tier">): string =>
  `${binPrefix(stateIndexOf(instance), instance.tier)}${spread(instance.id)}`;

export const binPrefix = (stateIndex: StateIndex, tier: Tier): string => `${stateIndex}#${tier}#`;

/** The columns of a record that plans are made from. */
export const STOCK_COLUMNS = [
  "id",
  "state",
  "tier",
  "az",
  "type",
  "generation",
  "market",
  "since",
  "version",
  "launchedAt",
  "readyAt",
  "lease",
  "suspectSince",
  "observed",
] as const satisfies readonly (keyof Instance)[];
export type StockRow = Pick<Instance, (typeof STOCK_COLUMNS)[number]>;

/** One read of the pool's state indexes. */
export interface StateQuery {
  readonly pool: PoolId;
  readonly stateIndex: StateIndex;
  readonly tier: Tier;
  /** The first place of the spread (8 hex digits) to read. */
  readonly from: string;
  readonly limit: number;
}
