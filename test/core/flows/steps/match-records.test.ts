import { describe, expect, it } from "vitest";
import { matchRecords } from "../../../../core/flows/steps/match-records.ts";
import { SEEN_PAGES_MAX } from "../../../../core/model/limits.ts";
import type { Shard, Sweep } from "../../../../core/model/sweep.ts";
import { newSweep } from "../../../../core/reconcile/shards.ts";
import { EPOCH, instanceNo, REGION } from "../../../builders.ts";
import { type Stage, stage } from "../stage.ts";
import { ZONE_A, ZONE_B } from "../sweeping.ts";

/** A sweep of two zones of which the first is in the given state. */
function swept(first: Partial<Shard>): Sweep {
  const sweep = newSweep(REGION, [ZONE_A, ZONE_B], EPOCH);
  return { ...sweep, shards: sweep.shards.map((shard) => ({ ...shard, ...(shard.zone === ZONE_A && first) })) };
}
const note = (on: Stage, page: number, n: number, generation = 1) =>
  on.ports.seenSet.see({ sweep: swept({}).id, zone: ZONE_A, generation, page, ids: [instanceNo(n)] });
const reads = (on: Stage) => on.calls.filter((call) => call === "seenSet.seen").length;

describe("a roll", () => {
  it("has everyone who was on any page of its zone, and nobody else, however many reads that takes", async () => {
    const on = await stage();
    const pages = 2 * SEEN_PAGES_MAX + 1;
    for (let page = 0; page < pages; page += 1) await note(on, page, page);
    const seen = await matchRecords(on.ports)(swept({ state: "done", pages }));
    const absent = Array.from({ length: pages + 1 }, (_, n) => n).filter((n) => !seen.get(ZONE_A)?.has(instanceNo(n)));
    expect(absent).toEqual([pages]);
    expect(reads(on)).toBe(3);
  });

  it("has nobody of an earlier beginning", async () => {
    const on = await stage();
    await note(on, 0, 1);
    await note(on, 0, 2, 2);
    const seen = await matchRecords(on.ports)(swept({ state: "done", pages: 1, generation: 2 }));
    expect([1, 2].map((n) => seen.get(ZONE_A)?.has(instanceNo(n)))).toEqual([false, true]);
  });

  it.each(["open", "failed"] as const)("says nothing of a zone that is %s", async (state) => {
    const on = await stage();
    await note(on, 0, 1);
    const seen = await matchRecords(on.ports)(swept({ state, pages: 1 }));
    expect(seen.size).toBe(0);
    expect(reads(on)).toBe(0);
  });

  it("is read once, however often it is called", async () => {
    const on = await stage();
    await note(on, 0, 1);
    const seen = matchRecords(on.ports);
    const sweep = swept({ state: "done", pages: 1 });
    expect(await seen(sweep)).toBe(await seen(sweep));
    expect(reads(on)).toBe(1);
  });
});
