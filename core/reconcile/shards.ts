import { SHARD_BEGINNINGS_MAX, SHARD_FAILURES_MAX, SHARD_PAGES_MAX } from "../model/limits.ts";
import { type Reason, reason } from "../model/reason.ts";
import { NOTHING_FOUND, type Shard, type Sweep, sweepId } from "../model/sweep.ts";
import type { Instant } from "../model/time.ts";

/** A sweep that has read nothing yet. `zones` in any order, doubles allowed. */
export const newSweep = (region: string, zones: readonly string[], startedAt: Instant): Sweep => ({
  id: sweepId(region, startedAt),
  region,
  startedAt,
  version: 1,
  shards: [...new Set(zones)].sort().map(begun),
  absencesOf: [],
  findings: NOTHING_FOUND,
});

const begun = (zone: string): Shard => ({ zone, state: "open", pages: 0, rows: 0, generation: 1, failures: 0 });

/** The shard to read from next: the one that failed least of late, so that one zone's outage holds up no other. */
export const nextShard = ({ shards }: Pick<Sweep, "shards">): Shard | undefined =>
  shards.filter(({ state }) => state === "open").toSorted((a, b) => a.failures - b.failures)[0];

/** A page was read; no marker: the zone's end. A zone whose markers do not end proves nothing, however much of it was read. */
export function pageRead(shard: Shard, page: { readonly rows: number; readonly marker?: string }): Shard {
  const { marker: _, ...rest } = shard;
  const read = { ...rest, pages: shard.pages + 1, rows: shard.rows + page.rows, failures: 0 };
  if (page.marker === undefined) return { ...read, state: "done" };
  if (read.pages >= SHARD_PAGES_MAX) return failed(read, reason("sweep-endless", { pages: read.pages }));
  return { ...read, marker: page.marker };
}

/** The marker means nothing to EC2 any more: the zone is read again from its first page. */
export function expired(shard: Shard): Shard {
  const generation = shard.generation + 1;
  if (generation > SHARD_BEGINNINGS_MAX)
    return failed(shard, reason("sweep-expired", { beginnings: shard.generation }));
  const { marker: _, ...rest } = shard;
  return { ...rest, pages: 0, rows: 0, failures: 0, generation, why: reason("sweep-begun-again", { generation }) };
}

/** EC2 did not answer. Not an empty page: the same one is asked for again, and a zone that never answers is given up. */
export const unanswered = (shard: Shard, error: string): Shard => {
  const failures = shard.failures + 1;
  const next = { ...shard, failures };
  return failures >= SHARD_FAILURES_MAX ? failed(next, reason("sweep-unanswered", { failures, error })) : next;
};

/** What is given up is not gone on with: its marker is dropped. */
function failed({ marker: _, ...shard }: Shard, why: Reason): Shard {
  return { ...shard, state: "failed", why };
}

/** The sweep with one of its shards as it now is; version one up. */
export const withShard = (sweep: Sweep, shard: Shard): Sweep => ({
  ...sweep,
  version: sweep.version + 1,
  shards: sweep.shards.map((each) => (each.zone === shard.zone ? shard : each)),
});
