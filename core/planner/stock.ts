import { type Tier, tierRow } from "../../events/tiers.ts";
import type { Intent } from "../model/ledger.ts";
import { HIBERNATED_MAX_MS } from "../model/limits.ts";
import type { Pool } from "../model/pool.ts";
import type { StockRow } from "../model/state-index.ts";
import { generationOf } from "../model/template.ts";
import type { Snapshot } from "./snapshot.ts";

/** States that become, or are, warm stock. A suspect counts, so that nothing is refilled for twice. */
const STOCK_STATES: readonly StockRow["state"][] = ["launching", "preparing", "parking", "warm", "returning"];
/** States that count towards no ceiling: on their way out, or quarantined with a bound of their own. */
const OUTSIDE: readonly StockRow["state"][] = ["retiring", "quarantined"];

export const isStock = (row: StockRow): boolean => row.lease === undefined && STOCK_STATES.includes(row.state);
export const isWarm = (row: StockRow): boolean =>
  isStock(row) && row.state === "warm" && row.suspectSince === undefined;
/** It has been ready, and is not on its way out. */
export const isReady = (row: StockRow): boolean => row.readyAt !== undefined && countsToCeiling(row);
export const countsToCeiling = (row: StockRow): boolean => !OUTSIDE.includes(row.state);

/** What the pool is to keep, per tier. */
export const targetIn = ({ pool, forecastTarget }: Pick<Snapshot, "pool" | "forecastTarget">): Pool["target"] =>
  forecastTarget?.target ?? pool.target;

export const currentGeneration = ({ pool, template }: Snapshot): string =>
  generationOf(template, template.images[pool.region] ?? "");

/** A warm instance made from what the pool no longer wants, older than it may be, or hibernated for nearly too long. */
export const isOutdated = (row: StockRow, snapshot: Snapshot): boolean =>
  isWarm(row) &&
  (row.generation !== currentGeneration(snapshot) || isTooOld(row, snapshot) || isHibernatedLong(row, snapshot));

export const isTooOld = (row: StockRow, { pool, now }: Snapshot): boolean => now - row.launchedAt >= pool.maxAgeMs;

/** Since EC2 said that it is stopped, which a start that EC2 refused does not change. */
export const isHibernatedLong = ({ tier, observed }: StockRow, { now }: Snapshot): boolean =>
  tierRow(tier).parks === "hibernate" && observed.state === "stopped" && now - observed.at >= HIBERNATED_MAX_MS;

/** Outdated generations first, then the longest living. */
export const oldestFirst =
  (snapshot: Snapshot) =>
  (a: StockRow, b: StockRow): number =>
    Number(isOutdated(b, snapshot)) - Number(isOutdated(a, snapshot)) ||
    a.launchedAt - b.launchedAt ||
    (a.id < b.id ? -1 : 1);

export const inTier = (tier: Tier) => (resource: { readonly tier: Tier }) => resource.tier === tier;

/** Instances that intents stand for. */
export const promised = (intents: readonly Pick<Intent, "count">[]): number =>
  intents.reduce((sum, { count }) => sum + count, 0);
