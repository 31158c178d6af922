import type { Check } from "../model/check.ts";
import { CHECK_SWEEPS_MISSED_MAX, SWEEP_TICK_MS } from "../model/limits.ts";
import { isComplete, type Sweep } from "../model/sweep.ts";
import { type Instant, MINUTE_MS } from "../model/time.ts";

/** Whether a region was read to its end lately. `latest`: newest first. `since`: when its first pool was applied or changed last. */
export function sweepCheck(region: string, latest: readonly Sweep[], since: Instant, now: Instant): Check {
  const mostMs = CHECK_SWEEPS_MISSED_MAX * SWEEP_TICK_MS;
  const whole = latest.find((sweep) => sweep.finishedAt !== undefined && isComplete(sweep));
  const about = { kind: "sweep", of: region } as const;
  if (!whole) {
    const isYoung = latest.length === 0 && now - since <= mostMs;
    return {
      ...about,
      outcome: isYoung ? "unknown" : "failing",
      found: { sweeps: latest.length },
      says:
        latest.length === 0 ? "the region was never swept" : `none of the last ${latest.length} sweeps was complete`,
      fix: isYoung ? `greenroom sweep ${region} --now` : fixOf(region),
    };
  }
  const finishedAt = whole.finishedAt ?? now;
  const ageMs = now - finishedAt;
  const isFailing = ageMs > mostMs;
  return {
    ...about,
    outcome: isFailing ? "failing" : "ok",
    found: { ageMs, leaks: whole.findings.leaks.length },
    says: `the last complete sweep ended ${Math.floor(ageMs / MINUTE_MS)} min ago`,
    ...(isFailing && { fix: fixOf(region) }),
  };
}

const fixOf = (region: string): string =>
  `greenroom sweep ${region} --report says what EC2 answered; greenroom redrive sweep-tick --dry-run whether ticks were given up`;
