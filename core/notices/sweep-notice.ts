import type { SweepChanged, SweepDetails } from "../../events/notices/sweep-changed.v1.ts";
import { noticeId } from "../model/ids.ts";
import { LEAKS_SHOWN_MAX } from "../model/limits.ts";
import { type Reason, reason } from "../model/reason.ts";
import { isComplete, type Sweep, type SweepStage, stageOf } from "../model/sweep.ts";
import { type Instant, iso } from "../model/time.ts";
import { reasonDetails } from "./details.ts";

/** What subscribers are told of one write of a sweep; undefined: it only went on within its stage. */
export function sweepNotice(sweep: Sweep, before?: Sweep): SweepChanged | undefined {
  const { stage, number } = stageOf(sweep);
  const from = before ? stageOf(before).stage : "none";
  if (from === stage) return undefined;
  return {
    version: 1,
    noticeId: noticeId(`sweep/${sweep.id}`, number),
    transition: before ? stage : "begun",
    from,
    to: stage,
    at: iso(reachedAt(sweep)),
    cause: `sweep:${sweep.id}`,
    reasons: reasonsOf(sweep, before ? stage : "none").map(reasonDetails),
    kind: "sweep",
    resource: sweepDetailsOf(sweep),
  };
}

/** When it reached the stage it is in. */
const reachedAt = ({ finishedAt, readAt, startedAt }: Sweep): Instant => finishedAt ?? readAt ?? startedAt;

function reasonsOf(sweep: Sweep, stage: SweepStage | "none"): readonly Reason[] {
  const { shards } = sweep;
  const zones = shards.length;
  const given = shards.filter(({ state }) => state === "failed");
  if (stage === "none") return [reason("sweep-begun", { zones })];
  if (stage === "finished")
    return [
      isComplete(sweep)
        ? reason("sweep-complete", { zones })
        : reason("sweep-incomplete", { zones, failed: given.length }),
    ];
  const sum = (of: "rows" | "pages") => shards.reduce((total, shard) => total + shard[of], 0);
  const read = reason("sweep-read", { zones, done: zones - given.length, rows: sum("rows"), pages: sum("pages") });
  return [read, ...given.flatMap(({ why }) => why ?? [])];
}

/** A sweep as everybody outside sees it. EC2's markers stay with the plane. */
export const sweepDetailsOf = (sweep: Sweep): SweepDetails => {
  const { stage, number } = stageOf(sweep);
  const { missed, leaks, ...counts } = sweep.findings;
  return {
    id: sweep.id,
    region: sweep.region,
    version: number,
    stage,
    startedAt: iso(sweep.startedAt),
    ...(sweep.finishedAt !== undefined && { finishedAt: iso(sweep.finishedAt) }),
    isComplete: isComplete(sweep),
    shards: sweep.shards.map(({ zone, state, pages, rows, generation, why }) => ({
      zone,
      state,
      pages,
      rows,
      generation,
      ...(why && { why: reasonDetails(why) }),
    })),
    findings: { ...counts, missed: { ...missed }, leaks: leaks.slice(0, LEAKS_SHOWN_MAX), leakCount: leaks.length },
  };
};
