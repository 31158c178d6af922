import { PAGE_ROWS_MAX, SWEEP_PAGES_PER_RUN } from "../model/limits.ts";
import { isComplete, type Shard, type Sweep, type SweepId } from "../model/sweep.ts";
import type { Needs, Ports } from "../ports/ports.ts";
import { withFindings } from "../reconcile/findings.ts";
import { expired, nextShard, pageRead, unanswered, withShard } from "../reconcile/shards.ts";
import { holdAbsent } from "./steps/hold-absent.ts";
import { matchRecords } from "./steps/match-records.ts";
import { readPage } from "./steps/read-page.ts";

/** `more`: handed on · `raced`: another invocation is at it, and this one leaves it the rest. */
export type Swept = { readonly kind: "more" | "finished" | "raced" | "unknown-sweep" };

type SweepPorts = Needs<typeof readPage> &
  Needs<typeof holdAbsent> &
  Pick<Ports, "sweeps" | "sweepRequests" | "listing" | "pools">;

/** Reads the next pages of a sweep, then compares the pools with what was seen, a bounded part each time. Its progress is
 *  saved after each page, so that anybody may go on from there, and whoever is second writes nothing. */
export async function sweep(ports: SweepPorts, id: SweepId): Promise<Swept> {
  const seen = matchRecords(ports);
  let now = await ports.sweeps.find(id);
  if (!now) return { kind: "unknown-sweep" };
  for (let done = 0; done < SWEEP_PAGES_PER_RUN; done += 1) {
    if (now.finishedAt !== undefined) return { kind: "finished" };
    const next: Sweep = await step(ports, now, seen);
    if ((await ports.sweeps.save(next)) === "conflict") return { kind: "raced" };
    now = next;
  }
  await ports.sweepRequests.request(id);
  return { kind: "more" };
}

/** One page of a zone; when all are read, a part of the absent of one pool; when all are held, the end. */
async function step(ports: SweepPorts, now: Sweep, seen: ReturnType<typeof matchRecords>): Promise<Sweep> {
  const shard = nextShard(now);
  if (shard) {
    const next = await listed(ports, now, shard);
    return nextShard(next) ? next : { ...next, readAt: ports.clock.now() };
  }
  const pools = (await ports.pools.list()).filter(({ region }) => region === now.region).map(({ id }) => id);
  const pool = pools.find((each) => !now.absencesOf.includes(each));
  if (pool === undefined) return finished(ports, now);
  const { found, isWhole } = await holdAbsent(ports, now, await seen(now), pool);
  const absencesOf = isWhole ? [...now.absencesOf, pool] : now.absencesOf;
  return { ...withFindings(now, found), version: now.version + 1, absencesOf };
}

async function listed(ports: SweepPorts, now: Sweep, shard: Shard): Promise<Sweep> {
  const { zone, marker, generation } = shard;
  const answer = await ports.listing.page({ zone, limit: PAGE_ROWS_MAX, ...(marker !== undefined && { marker }) });
  if (answer.kind === "expired") return withShard(now, expired(shard));
  if (answer.kind === "unanswered") return withShard(now, unanswered(shard, answer.error));
  const { rows, incomplete = [] } = answer;
  const ids = [...rows.map(({ id }) => id), ...incomplete];
  for (const _ of incomplete)
    ports.counters.count("sweep-row-failed", { region: now.region, code: "IncompleteAnswer" });
  await ports.seenSet.see({ sweep: now.id, zone, generation, page: shard.pages, ids });
  const found = await readPage(ports, now, rows);
  const read = { rows: ids.length, ...(answer.marker !== undefined && { marker: answer.marker }) };
  return withShard(withFindings(now, found), pageRead(shard, read));
}

function finished(ports: SweepPorts, now: Sweep): Sweep {
  ports.counters.count("sweep-finished", { region: now.region, complete: String(isComplete(now)) });
  return { ...now, version: now.version + 1, finishedAt: ports.clock.now() };
}
