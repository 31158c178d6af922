import { bucketOf } from "../../delivery/histogram.ts";
import { coldTimeOf } from "../../hits/cold.ts";
import { idleTallies, stretchEnded } from "../../hits/idle.ts";
import { STAGES, savedMs, tookMs } from "../../hits/report.ts";
import type { Claim } from "../../model/claim.ts";
import type { PoolId } from "../../model/ids.ts";
import type { Instance } from "../../model/instance.ts";
import { coldOf, dayOf, idleOf, type Tally, type TallyOf } from "../../model/tally.ts";
import { HOUR_MS } from "../../model/time.ts";
import { PortError } from "../../ports/errors.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Written } from "../../ports/store.ts";
import { coldTimes } from "./cold-times.ts";

type BookPorts = Pick<Ports, "tallies" | "counters">;

/** Books what writes tell for the hit ledger and its metrics: how long launches took, what it cost to have instances wait, and where
 *  the time of delivered claims went. Writes that come twice are booked twice: a batch is told again only if it was cut between its
 *  booking and its answer, so that one cut adds at most its STREAM_BATCH_MAX writes again. Nothing is done again for want of a figure:
 *  one that cannot be booked is lost, and that is counted. */
export async function book(ports: BookPorts, writes: readonly Written[]): Promise<void> {
  const tallies = new Map<TallyOf, { pool: PoolId; days: Map<string, Record<string, number>> }>();
  const add = (of: TallyOf, pool: PoolId, { day, amounts }: Tally): void => {
    const { days } = tallies.get(of) ?? { days: new Map<string, Record<string, number>>() };
    tallies.set(of, { pool, days });
    const sums = days.get(day) ?? {};
    days.set(day, sums);
    for (const [name, amount] of Object.entries(amounts)) sums[name] = (sums[name] ?? 0) + amount;
  };
  for (const written of writes)
    if (written.kind === "instance") bookInstance(ports, add, written.before, written.after);
  for (const [of, { pool, days }] of tallies)
    for (const [day, amounts] of days) await orLost(ports, pool, () => ports.tallies.add(of, { day, amounts }));
  await bookClaims(ports, writes);
}

type Add = (of: TallyOf, pool: PoolId, tally: Tally) => void;

function bookInstance({ counters }: BookPorts, add: Add, before: Instance | undefined, after: Instance): void {
  const { pool } = after;
  const coldMs = coldTimeOf(before, after);
  if (coldMs !== undefined) add(coldOf(pool), pool, { day: dayOf(after.last.at), amounts: { [bucketOf(coldMs)]: 1 } });
  const stretch = stretchEnded(before, after);
  if (!stretch) return;
  for (const tally of idleTallies(stretch)) add(idleOf(pool), pool, tally);
  const { from, until, usdPerHour } = stretch;
  if (usdPerHour !== undefined) counters.amount?.("idle-usd", ((until - from) / HOUR_MS) * usdPerHour, { pool });
}

/** Metrics of what was delivered, whose rows are in the ledger already: they are the claims themselves. */
async function bookClaims(ports: BookPorts, writes: readonly Written[]): Promise<void> {
  const delivered = writes.flatMap((written) =>
    written.kind === "claim" && written.after.deliveredAt !== undefined && written.before?.deliveredAt === undefined
      ? [written.after]
      : [],
  );
  for (const [pool, claims] of Map.groupBy(delivered, (claim) => claim.pool)) {
    const cold = await orLost(ports, pool, () => coldTimes(ports, pool));
    for (const claim of claims) {
      emitStages(ports, claim);
      const saved = savedMs(claim, cold);
      if (saved !== undefined) ports.counters.time?.("saved", saved, { pool, kind: claim.kind ?? "none" });
    }
  }
}

function emitStages({ counters }: BookPorts, claim: Claim): void {
  const { pool, kind = "none", handOver } = claim;
  // Its average is the hit rate.
  counters.amount?.("hit-rate", kind === "hit" ? 1 : 0, { pool });
  counters.time?.("hand-over", tookMs(claim) ?? 0, { pool, kind });
  for (const stage of STAGES) {
    const ms = handOver?.[stage];
    if (ms !== undefined) counters.time?.("hand-over-stage", ms, { pool, kind, stage: stage.slice(0, -"Ms".length) });
  }
}

async function orLost<Answer>(
  { counters }: BookPorts,
  pool: PoolId,
  work: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    counters.count("booking-lost", { pool });
    return undefined;
  }
}
