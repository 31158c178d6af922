import { describe, expect, it } from "vitest";
import { sweepCondition } from "../../../core/alerts/of-sweeps.ts";
import { SWEEP_AGE_MAX_MS } from "../../../core/model/limits.ts";
import { reason } from "../../../core/model/reason.ts";
import type { Shard, Sweep } from "../../../core/model/sweep.ts";
import { iso, MINUTE_MS } from "../../../core/model/time.ts";
import { newSweep } from "../../../core/reconcile/shards.ts";
import { EPOCH, REGION } from "../../builders.ts";

const why = reason("sweep-unanswered", { failures: 5, error: "InternalError" });
function swept(minutesAgo: number, state: Shard["state"], isFinished = true): Sweep {
  const sweep = newSweep(REGION, [`${REGION}a`], EPOCH - minutesAgo * MINUTE_MS);
  const shards = sweep.shards.map((shard) => ({ ...shard, state, ...(state === "failed" && { why }) }));
  return { ...sweep, shards, ...(isFinished && { finishedAt: sweep.startedAt + MINUTE_MS }) };
}
const [failed, done] = ["failed", "done"] as const;

describe("the sweeps of a region", () => {
  it("that were incomplete twice in a row are worth an alert since the first of them", () => {
    expect(sweepCondition(REGION, [swept(15, failed), swept(30, failed), swept(45, done)], EPOCH)).toEqual([
      {
        kind: "sweep-incomplete",
        subject: REGION,
        since: EPOCH - 30 * MINUTE_MS,
        reasons: [reason("sweeps-incomplete", { count: 2, since: iso(EPOCH - 30 * MINUTE_MS) }), why],
      },
    ]);
  });

  it.each([
    ["were never", []],
    ["were incomplete once", [swept(15, failed), swept(30, done)]],
    ["have recovered", [swept(15, done), swept(30, failed), swept(45, failed)]],
    ["are under way after one", [swept(1, "open", false), swept(15, failed), swept(30, done)]],
  ])("that %s are worth none", (_, latest) => {
    expect(sweepCondition(REGION, latest, EPOCH)).toEqual([]);
  });

  it("that were left behind are as good as incomplete, though they read to the end", () => {
    const old = SWEEP_AGE_MAX_MS / MINUTE_MS;
    const latest = [swept(old, done, false), swept(old + 15, failed)];
    expect(sweepCondition(REGION, latest, EPOCH)).toHaveLength(1);
    expect(sweepCondition(REGION, latest, EPOCH - 1)).toEqual([]);
  });
});
