import { type Page, wholeOf } from "../../events/pages.ts";
import { TIERS } from "../../events/tiers.ts";
import type { ColdTimes } from "../hits/cold.ts";
import { type Idle, idleBooked, idleInAll, idleWithin, stretchOf } from "../hits/idle.ts";
import { type HitReport, hitReport } from "../hits/report.ts";
import type { Claim } from "../model/claim.ts";
import { SPREAD_FIRST } from "../model/ids.ts";
import { LEDGER_READS_MAX, PAGE_MAX, TALLY_DAYS_MAX } from "../model/limits.ts";
import type { Pool } from "../model/pool.ts";
import { idleOf } from "../model/tally.ts";
import type { Instant } from "../model/time.ts";
import type { Ports } from "../ports/ports.ts";
import { claimsSince } from "./steps/claims-since.ts";
import { coldTimes } from "./steps/cold-times.ts";
import { walk } from "./steps/walk.ts";

type LedgerPorts = Pick<Ports, "claims" | "instances" | "tallies" | "clock">;

/** The hit ledger of a pool over some time, summed. */
export interface Sums {
  readonly report: HitReport;
  readonly cold: ColdTimes | undefined;
  readonly idle: Idle;
  /** The end of what was read. Before the one asked for, if there were more claims than one answer is made of. */
  readonly until: Instant;
}

/** Sums up the claims that were asked for within a time, and what waiting instances cost in it. `since` is a full hour, `until` one
 *  too, or now: what no longer waits is reported by whole hours, so that an answer that ends before has the rest of its last hour in it.
 *  Costs at most LEDGER_READS_MAX pages of claims, the pool's warm records, and two reads of tallies. */
export async function hitLedger(
  ports: LedgerPorts,
  { id: pool }: Pick<Pool, "id">,
  since: Instant,
  asked: Instant,
): Promise<Sums> {
  const { claims, until } = await claimsWithin(ports, pool, since, asked);
  const cold = await coldTimes(ports, pool);
  const booked = idleBooked(await ports.tallies.latest(idleOf(pool), TALLY_DAYS_MAX), since, until);
  const now = ports.clock.now();
  const open: Idle[] = [];
  for (const tier of TIERS)
    for await (const page of walk(ports, { pool, stateIndex: "warm", tier }, SPREAD_FIRST, PAGE_MAX))
      open.push(...page.map((instance) => idleWithin(stretchOf(instance, now), since, until)));
  return { report: hitReport(claims, cold), cold, idle: idleInAll([booked, ...open]), until };
}

async function claimsWithin(ports: LedgerPorts, pool: string, since: Instant, until: Instant) {
  const within = async (marker?: string): Promise<Page<Claim>> => {
    const page = await claimsSince(ports, pool, since)(marker);
    const items = page.items.filter(({ requestedAt }) => requestedAt < until);
    return items.length < page.items.length ? { items } : page;
  };
  const { items: claims, marker } = await wholeOf(within, LEDGER_READS_MAX);
  return { claims, until: marker === undefined ? until : (claims.at(-1)?.requestedAt ?? until) };
}
