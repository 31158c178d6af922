import type { BlameLedger } from "../model/blame/ledger.ts";
import { LAUNCHES_PER_HOUR_UNPROVEN_MAX } from "../model/blame-limits.ts";
import type { PoolId } from "../model/ids.ts";
import { HOUR_MS, type Instant } from "../model/time.ts";

/** Instances that a pool may still launch now: LAUNCHES_PER_HOUR_UNPROVEN_MAX in any hour in which none became ready. */
export const roomUnproven = ({ unproven }: BlameLedger, pool: PoolId, now: Instant): number =>
  Math.max(0, LAUNCHES_PER_HOUR_UNPROVEN_MAX - lastHour(unproven[pool] ?? [], now).length);

/** When there is room for one more, if there is none now. */
export function roomAt(ledger: BlameLedger, pool: PoolId, now: Instant): Instant {
  const [oldest] = lastHour(ledger.unproven[pool] ?? [], now).slice(-LAUNCHES_PER_HOUR_UNPROVEN_MAX);
  return oldest === undefined || roomUnproven(ledger, pool, now) > 0 ? now : oldest + HOUR_MS;
}

/** The ledger with so many instances launched; more than the bound says the same. */
export const withLaunches = (ledger: BlameLedger, pool: PoolId, count: number, at: Instant): BlameLedger => ({
  ...ledger,
  unproven: {
    ...ledger.unproven,
    [pool]: [...lastHour(ledger.unproven[pool] ?? [], at), ...Array.from({ length: count }, () => at)].slice(
      -LAUNCHES_PER_HOUR_UNPROVEN_MAX,
    ),
  },
});

const lastHour = (moments: readonly Instant[], now: Instant): readonly Instant[] =>
  moments.filter((at) => at > now - HOUR_MS);
