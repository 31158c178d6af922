import { inAllTiers } from "../../events/tiers.ts";
import type { Claim } from "../model/claim.ts";
import type { Ledger } from "../model/ledger.ts";
import {
  BREAKER_OPEN_MS,
  HIT_RATE_CLAIMS_MIN,
  HITS_SLOW_MIN,
  QUARANTINE_GROWTH,
  QUARANTINE_GROWTH_MS,
} from "../model/limits.ts";
import type { Pool } from "../model/pool.ts";
import { type Reason, reason } from "../model/reason.ts";
import type { StockRow } from "../model/state-index.ts";
import { type Instant, MINUTE_MS } from "../model/time.ts";
import type { AlertCondition } from "./condition.ts";

/** The present figures of a pool, and what its plan says of it. */
export interface PoolView {
  readonly pool: Pool;
  readonly stock: readonly StockRow[];
  readonly breaker: Ledger["breaker"];
  readonly planned: readonly Reason[];
  /** Claims of the last HIT_RATE_WINDOW_MS. */
  readonly claims: readonly Pick<Claim, "kind">[];
  /** Why hits are for nothing, if they are (`core/hits/report.ts`). */
  readonly slow: readonly Reason[];
  readonly now: Instant;
}

/** What is wrong with a pool. One that is torn down is meant to hold nothing. */
export const poolConditions = (view: PoolView): readonly AlertCondition[] => {
  if (view.pool.draining) return [];
  const { id: subject } = view.pool;
  const rules = [belowMinimum, breakerOpen, moneyCeiling, quarantineGrowing, hitRateLow, hitsSlow];
  return rules.flatMap((rule) => rule(view)).map((found) => ({ ...found, subject }));
};

type Found = readonly Omit<AlertCondition, "subject">[];

/** A pool that wants fewer than its minimum lacks nothing when it has those. */
function belowMinimum({ pool, stock }: PoolView): Found {
  const warm = stock.filter(({ state, suspectSince }) => state === "warm" && suspectSince === undefined).length;
  const wanted = inAllTiers(pool.target);
  const minWarm = Math.min(pool.alerts.minWarm, wanted);
  return warm < minWarm
    ? [{ kind: "pool-below-minimum", reasons: [reason("warm-below-minimum", { warm, minWarm })] }]
    : [];
}

function breakerOpen({ breaker, planned }: PoolView): Found {
  const reasons = planned.filter(({ code }) => code === "breaker-open" || code === "breaker-trial");
  return breaker.openUntil === undefined
    ? []
    : [{ kind: "breaker-open", since: breaker.openUntil - BREAKER_OPEN_MS, reasons }];
}

function moneyCeiling({ planned }: PoolView): Found {
  const reasons = planned.filter(({ code }) => code === "ceiling-money" || code === "price-unknown");
  return reasons.length > 0 ? [{ kind: "money-ceiling", reasons }] : [];
}

function quarantineGrowing({ pool, stock, now }: PoolView): Found {
  const count = stock.filter(
    ({ state, since }) => state === "quarantined" && now - since < QUARANTINE_GROWTH_MS,
  ).length;
  const most = Math.max(1, Math.min(QUARANTINE_GROWTH, pool.quarantineMax));
  return count >= most
    ? [
        {
          kind: "quarantine-growing",
          reasons: [reason("quarantined-lately", { count, minutes: QUARANTINE_GROWTH_MS / MINUTE_MS })],
        },
      ]
    : [];
}

function hitsSlow({ claims, slow }: PoolView): Found {
  const hits = claims.filter(({ kind }) => kind === "hit").length;
  return slow.length > 0 && hits >= HITS_SLOW_MIN ? [{ kind: "hits-not-faster", reasons: slow }] : [];
}

function hitRateLow({ pool, claims }: PoolView): Found {
  const served = claims.filter(({ kind }) => kind !== undefined);
  const hits = served.filter(({ kind }) => kind === "hit").length;
  const target = pool.alerts.hitRate;
  if (target === undefined || served.length < HIT_RATE_CLAIMS_MIN || hits >= target * served.length) return [];
  return [{ kind: "hit-rate-low", reasons: [reason("hits-below-target", { hits, claims: served.length, target })] }];
}
