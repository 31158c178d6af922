import { SWEEP_AGE_MAX_MS } from "../model/limits.ts";
import { reason } from "../model/reason.ts";
import { isComplete, type Sweep } from "../model/sweep.ts";
import { type Instant, iso } from "../model/time.ts";
import type { AlertCondition } from "./condition.ts";

/** Sweeps in a row that must be incomplete before an alert is raised: one may be an expired token. */
const IN_A_ROW = 2;

/** Whether the last sweeps of a region were incomplete, or were never finished. `latest`: newest first; what is under way does not count. */
export function sweepCondition(region: string, latest: readonly Sweep[], now: Instant): readonly AlertCondition[] {
  const ended = latest.filter(
    ({ finishedAt, startedAt }) => finishedAt !== undefined || now - startedAt >= SWEEP_AGE_MAX_MS,
  );
  const isWhole = (sweep: Sweep) => sweep.finishedAt !== undefined && isComplete(sweep);
  const whole = ended.findIndex(isWhole);
  const incomplete = whole < 0 ? ended : ended.slice(0, whole);
  const [newest] = incomplete;
  const first = incomplete.at(-1);
  if (!newest || !first || incomplete.length < IN_A_ROW) return [];
  const unread = newest.shards.filter(({ state }) => state !== "done");
  return [
    {
      kind: "sweep-incomplete",
      subject: region,
      since: first.startedAt,
      reasons: [
        reason("sweeps-incomplete", { count: incomplete.length, since: iso(first.startedAt) }),
        ...unread.flatMap(({ why }) => (why ? [why] : [])),
      ],
    },
  ];
}
