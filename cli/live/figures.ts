import type { PoolFigures } from "../../local/measures.ts";
import { type Column, duration } from "../print.ts";

/** Zero is what a report gives where there was nothing to measure. */
const range = ({ p50, p99 }: { readonly p50: number; readonly p99: number }): string | undefined =>
  p99 === 0 ? undefined : `${duration(p50)}/${duration(p99)}`;

const pool: Column<PoolFigures> = { title: "POOL", of: ({ id }) => id };
const claims: readonly Column<PoolFigures>[] = [
  { title: "CLAIMS", of: (figures) => figures.claims },
  { title: "HITS", of: ({ hits }) => hits },
  { title: "ALMOST WARM", of: ({ almostWarmHits }) => almostWarmHits },
  { title: "MISSES", of: ({ misses }) => misses },
];
const handOver: Column<PoolFigures> = { title: "HAND-OVER p50/p99", of: ({ handOverMs }) => range(handOverMs) };
const cold: Column<PoolFigures> = { title: "COLD START p50/p99", of: ({ coldMs }) => range(coldMs) };
const failed: Column<PoolFigures> = { title: "FAILED", of: (figures) => figures.failed };
const stock: readonly Column<PoolFigures>[] = [
  { title: "MEAN IDLE", of: ({ meanIdle }) => meanIdle },
  { title: "LAUNCHES", of: ({ launches }) => launches },
  { title: "TERMINATED", of: ({ terminated }) => terminated },
];

/** How claims were served, and out of what: two tables that fit into 80 columns. */
export const SERVED = [pool, ...claims, failed, handOver] as const;
export const STOCKED = [pool, { title: "TIER", of: ({ tier }: PoolFigures) => tier }, ...stock, cold] as const;

/** Both as one, the most wanted first: a narrow screen leaves out the last. */
export const LIVE = [pool, ...claims, failed, handOver, cold, ...stock] as const;
