import { isDeepStrictEqual } from "node:util";
import {
  INTENT_AGE_MAX_MS,
  LAUNCH_PATIENCE_MS,
  PLAN_ASSIGNMENTS_MAX,
  PLAN_EXPIRIES_MAX,
  PLAN_LAUNCHES_MAX,
} from "../model/limits.ts";
import { assign, type Retype, type Satisfies } from "./assign.ts";
import { bounded } from "./bound.ts";
import { allowedByBreaker, countOutcomes } from "./breaker.ts";
import { roomBelowCeiling } from "./ceiling.ts";
import { drain } from "./drain.ts";
import { makeRoom } from "./make-room.ts";
import { wants } from "./refill.ts";
import { retire } from "./retire.ts";
import type { Plan, Snapshot } from "./snapshot.ts";
import { offering } from "./spread-out.ts";
import { roomUnproven, withUnproven } from "./unproven.ts";

/** What a pool should do now. Pure: the same snapshot makes the same plan.
 *  1. forget launches nobody settled, and ask late ones again (a pool that is torn down gets no further: `drain.ts`), 2. serve waiting
 *  claims from stock, 3. find what lacks, 4. bound it by breaker, ceiling and what is proven, 5. give each launch a place, 6. find who leaves, if need
 *  be to make room for a launch of the next plan. */
export function plan(given: Snapshot, satisfies: Satisfies, retype?: Retype): Plan {
  const stale = given.ledger.intents.filter(({ at }) => given.now - at > INTENT_AGE_MAX_MS);
  const intents = given.ledger.intents.filter((intent) => !stale.includes(intent));
  const snapshot = { ...given, ledger: { ...given.ledger, intents } };
  const overdue = intents.filter(({ at }) => given.now - at > LAUNCH_PATIENCE_MS).slice(0, PLAN_LAUNCHES_MAX);
  if (given.pool.draining) return drain(snapshot, { droppedIntents: stale.map(({ token }) => token), overdue });
  const { assignments: modifications, unserved, reasons: waiting } = assign(snapshot, satisfies, retype);
  const leaving = new Set(modifications.map(({ instance }) => instance));
  const assignments = bounded(modifications, PLAN_ASSIGNMENTS_MAX);
  const expired = bounded(
    given.pending.filter(({ state, waitUntil }) => state === "pending" && waitUntil <= given.now),
    PLAN_EXPIRIES_MAX,
  );

  const breaker = countOutcomes(snapshot.ledger.breaker, snapshot.stock);
  const refill = (of: Snapshot) => {
    const lacking = wants(of, leaving, unserved);
    const bounds = [allowedByBreaker(breaker, of), roomBelowCeiling(of), roomUnproven(of)];
    const room = Math.min(...bounds.map((bound) => bound.room));
    return { lacking, bounds, ...offering(of, lacking.wants, room) };
  };
  const { lacking, bounds, launches, reasons: placing } = refill(snapshot);
  const { retirements: beyond, surplusSince, reasons: retiring } = retire(snapshot, leaving);
  const launchesIn = (of: Snapshot): boolean => refill(of).launches.length > 0;
  const retirements = beyond.length > 0 ? beyond : makeRoom(snapshot, leaving, lacking.wants, launchesIn);

  const launched = launches.length > 0 && { unproven: withUnproven(snapshot, launches) };
  const ledger = { ...snapshot.ledger, breaker, surplusSince, ...launched };
  const changesLedger = launches.length > 0 || !isDeepStrictEqual(ledger, given.ledger);
  return {
    ledger: changesLedger ? { ...ledger, epoch: ledger.epoch + 1, intents: [...ledger.intents, ...launches] } : ledger,
    changesLedger,
    launches,
    droppedIntents: stale.map(({ token }) => token),
    overdue,
    assignments: assignments.first,
    expired: expired.first,
    retirements,
    reasons: [
      ...(given.forecastTarget?.reasons ?? []),
      ...assignments.reasons,
      ...expired.reasons,
      ...waiting,
      ...lacking.reasons,
      ...bounds.filter((bound) => lacking.wants.length > bound.room).flatMap((bound) => bound.reasons),
      ...placing,
      ...retiring,
    ],
  };
}
