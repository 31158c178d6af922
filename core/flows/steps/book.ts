import { bucketOf } from "../../delivery/histogram.ts";
import { coldTimeOf } from "../../hits/cold.ts";
import { idleTallies, stretchEnded } from "../../hits/idle.ts";
import { STAGES, savedMs, tookMs } from "../../hits/report.ts";
import type { Claim } from "../../model/claim.ts";
import type { PoolId } from "../../model/ids.ts";
import type { Instance } from "../../model/instance.ts";
import { coldOf, dayOf, idleOf, type Tally, type TallyOf } from "../../model/tally.ts";
import { HOUR_MS } from "../../model/time.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Written } from "../../ports/store.ts";
import { coldTimes } from "./cold-times.ts";

type BookPorts = Pick<Ports, "tallies" | "counters">;

/** What one write adds to the hit ledger and its metrics. */
export interface Booking {
  readonly pool: PoolId;
  readonly tallies: readonly { readonly of: TallyOf; readonly tally: Tally }[];
  /** What it cost that an instance waited, if its price is known. */
  readonly idleUsd?: number;
  /** The claim, if the write delivered it. */
  readonly delivered?: Claim;
  /** Stages of its hand-over, in ms. */
  readonly stages: readonly { readonly stage: string; readonly ms: number }[];
}

/** What a write has booked; undefined: nothing. A write that cannot be booked throws, and nothing is booked of it. */
export function bookingOf(written: Written): Booking | undefined {
  if (written.kind === "instance") return instanceBooking(written.before, written.after);
  if (written.kind !== "claim" || written.before?.deliveredAt !== undefined) return undefined;
  return written.after.deliveredAt === undefined ? undefined : claimBooking(written.after);
}

function instanceBooking(before: Instance | undefined, after: Instance): Booking | undefined {
  const { pool } = after;
  const coldMs = coldTimeOf(before, after);
  const stretch = stretchEnded(before, after);
  if (coldMs === undefined && !stretch) return undefined;
  const idleUsd =
    stretch?.usdPerHour === undefined ? undefined : ((stretch.until - stretch.from) / HOUR_MS) * stretch.usdPerHour;
  const cold = coldMs === undefined ? [] : [{ day: dayOf(after.last.at), amounts: { [bucketOf(finite(coldMs))]: 1 } }];
  if (stretch) finite(stretch.until - stretch.from);
  return {
    pool,
    tallies: [
      ...cold.map((tally) => ({ of: coldOf(pool), tally })),
      ...(stretch ? idleTallies(stretch) : []).map((tally) => ({ of: idleOf(pool), tally })),
    ],
    ...(idleUsd !== undefined && { idleUsd: finite(idleUsd) }),
    stages: [],
  };
}

function claimBooking(claim: Claim): Booking {
  finite(tookMs(claim) ?? 0);
  const stages = STAGES.flatMap((stage) => {
    const ms = claim.handOver?.[stage];
    return ms === undefined ? [] : [{ stage: stage.slice(0, -"Ms".length), ms: finite(ms) }];
  });
  return { pool: claim.pool, tallies: [], delivered: claim, stages };
}

function finite(figure: number): number {
  if (!Number.isFinite(figure)) throw new TypeError(`${figure} is no figure to book`);
  return figure;
}

/** Books how long launches took, what it cost to have instances wait, and where the time of delivered claims went. Writes that come twice
 *  are booked twice: a batch is published again only if it was cut between its booking and its answer, so that one cut adds at most its
 *  STREAM_BATCH_MAX writes again. Nothing is done again for want of a figure: one that cannot be read or added is lost, and that is counted. */
export async function book(ports: BookPorts, bookings: readonly Booking[]): Promise<void> {
  for (const { pool, idleUsd } of bookings)
    if (idleUsd !== undefined) ports.counters.amount?.("idle-usd", idleUsd, { pool });
  for (const [of, { pool, days }] of sumsOf(bookings))
    for (const [day, amounts] of days) await orLost(ports, pool, () => ports.tallies.add(of, { day, amounts }));
  const delivered = bookings.flatMap(({ delivered: claim, ...booking }) => (claim ? [{ ...booking, claim }] : []));
  for (const [pool, claims] of Map.groupBy(delivered, (booking) => booking.pool)) {
    const cold = await orLost(ports, pool, () => coldTimes(ports, pool));
    for (const { claim, stages } of claims) {
      emitStages(ports, claim, stages);
      const saved = savedMs(claim, cold);
      if (saved !== undefined) ports.counters.time?.("saved", saved, { pool, kind: claim.kind ?? "none" });
    }
  }
}

interface Sum {
  readonly pool: PoolId;
  readonly days: Map<string, Record<string, number>>;
}

/** One addition for each day and what is counted. */
function sumsOf(bookings: readonly Booking[]): ReadonlyMap<TallyOf, Sum> {
  const sums = new Map<TallyOf, Sum>();
  for (const { pool, tallies } of bookings)
    for (const { of, tally } of tallies) {
      const { days } = sums.get(of) ?? { days: new Map<string, Record<string, number>>() };
      sums.set(of, { pool, days });
      const amounts = days.get(tally.day) ?? {};
      days.set(tally.day, amounts);
      for (const [name, amount] of Object.entries(tally.amounts)) amounts[name] = (amounts[name] ?? 0) + amount;
    }
  return sums;
}

/** Metrics of what was delivered, whose rows are in the ledger already: they are the claims themselves. */
function emitStages({ counters }: BookPorts, claim: Claim, stages: Booking["stages"]): void {
  const { pool, kind = "none" } = claim;
  // Its average is the hit rate.
  counters.amount?.("hit-rate", kind === "hit" ? 1 : 0, { pool });
  counters.time?.("hand-over", tookMs(claim) ?? 0, { pool, kind });
  for (const { stage, ms } of stages) counters.time?.("hand-over-stage", ms, { pool, kind, stage });
}

async function orLost<Answer>(
  { counters }: BookPorts,
  pool: PoolId,
  work: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await work();
  } catch {
    counters.count("booking-lost", { pool });
    return undefined;
  }
}
