import { type PoolId, spread } from "./ids.ts";
import type { Instance, State } from "./instance.ts";
import type { Tier } from "./pool.ts";

/** Which drawer of its pool an instance lies in: what strongly consistent reads select by.
 *  Leased and suspect ones have drawers of their own, so that a reader of `warm` finds what may be leased. What EC2 has no capacity
 *  for now stays where it is: that is of the place, and ends by time, so who reads leaves it out. */
export type Drawer = State | `${State}-leased` | "suspect";

export const drawerOf = (instance: Pick<Instance, "state" | "lease" | "suspectSince">): Drawer => {
  if (instance.suspectSince !== undefined) return "suspect";
  return instance.lease ? `${instance.state}-leased` : instance.state;
};

/** The index key: drawer, tier, then an even spread, so that a thousand claims start reading at a thousand places. */
export const binOf = (instance: Pick<Instance, "id" | "state" | "lease" | "suspectSince" | "tier">): string =>
  `${binPrefix(drawerOf(instance), instance.tier)}${spread(instance.id)}`;

export const binPrefix = (drawer: Drawer, tier: Tier): string => `${drawer}#${tier}#`;

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

/** One read of the pool's drawers. */
export interface Drawn {
  readonly pool: PoolId;
  readonly drawer: Drawer;
  readonly tier: Tier;
  /** The first place of the spread (8 hex digits) to read. */
  readonly from: string;
  readonly limit: number;
}
