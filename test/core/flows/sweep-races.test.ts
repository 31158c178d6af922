import { describe, expect, it } from "vitest";
import type { Instance } from "../../../core/model/instance.ts";
import { VISIBILITY_MS } from "../../../core/model/limits.ts";
import { NOTHING_FOUND } from "../../../core/model/sweep.ts";
import { HOUR_MS } from "../../../core/model/time.ts";
import type { Ec2Instance } from "../../../core/ports/ec2.ts";
import { inState, instanceNo, next } from "../../builders.ts";
import { type Stage, stage } from "./stage.ts";
import { known, rowOf, SWEPT_AT, scriptedListing, sweptThrough, TAGS, warmNo, ZONE_A, ZONE_B } from "./sweeping.ts";

const ID = instanceNo(1);
const MISSED_AT = SWEPT_AT - VISIBILITY_MS;
const suspect = warmNo(1, { suspectSince: MISSED_AT });

async function listed(
  zones: Record<string, readonly (readonly Ec2Instance[])[]>,
  ...instances: readonly Instance[]
): Promise<Stage> {
  const on = await stage({ instances, listing: scriptedListing(zones) });
  on.clock.at = SWEPT_AT;
  known(on, ...Object.values(zones).flat(2));
  return on;
}
/** Before the next write, somebody else writes this of the first instance. */
const meanwhile = (on: Stage, changes: Partial<Instance>, at = SWEPT_AT) =>
  on.before("records.commit", async () => {
    const stands = await on.instance(ID);
    await on.ports.records.commit({ instance: next(stands, { last: { ...stands.last, at }, ...changes }) });
  });
const findings = async (on: Stage) => (await sweptThrough(on)).findings;

describe("a record that is written by somebody else", () => {
  it("as no suspect any more, while it is proven gone, lives", async () => {
    const on = await listed({ [ZONE_A]: [[rowOf(warmNo(2))]] }, suspect, warmNo(2));
    on.before("records.commit", async () => {
      const { suspectSince: _, ...heard } = next(await on.instance(ID));
      await on.ports.records.commit({ instance: { ...heard, last: { ...heard.last, at: SWEPT_AT } } });
    });
    expect(await findings(on)).toEqual(NOTHING_FOUND);
    expect(await on.instance(ID)).toMatchObject({ state: "warm", version: 2 });
  });

  it("while a page brings it back stays a suspect: what was written is newer than the page", async () => {
    const on = await listed({ [ZONE_A]: [[rowOf(suspect)]] }, suspect);
    meanwhile(on, {});
    expect(await findings(on)).toEqual(NOTHING_FOUND);
    expect(await on.instance(ID)).toMatchObject({ suspectSince: MISSED_AT, version: 2 });
    expect(on.counted).not.toContainEqual(expect.stringContaining("listing-hole"));
  });

  it("after a look-up keeps what was written, though the look-up showed something else", async () => {
    const row = { ...rowOf(warmNo(1)), type: "c7i.large" };
    const on = await listed({ [ZONE_A]: [[{ ...row, observed: rowOf(warmNo(1), "running").observed }]] }, warmNo(1));
    known(on, row);
    meanwhile(on, {}, SWEPT_AT + 1);
    expect(await findings(on)).toEqual(NOTHING_FOUND);
    expect(await on.instance(ID)).toMatchObject({ type: "m6i.xlarge", version: 2 });
  });
});

describe("a look-up", () => {
  it("that shows an end counts that alone, whatever else differs", async () => {
    const row = { ...rowOf(warmNo(1), "shutting-down"), type: "c7i.large" };
    const on = await listed({ [ZONE_A]: [[row]] }, warmNo(1));
    expect(await findings(on)).toEqual({ ...NOTHING_FOUND, missed: { "ec2:shutting-down": 1 }, lateMsMax: HOUR_MS });
  });

  it("that shows a change of one that is no suspect brings nobody back", async () => {
    const on = await listed({ [ZONE_A]: [[rowOf(warmNo(1), "running")]] }, warmNo(1));
    expect(await findings(on)).toEqual({ ...NOTHING_FOUND, missed: { "ec2:running": 1 }, lateMsMax: HOUR_MS });
  });

  it("that does not know what is gone makes no leak of it", async () => {
    const gone = inState("gone", { tags: TAGS });
    const on = await listed({ [ZONE_A]: [[rowOf(gone, "running")]] }, gone);
    on.ec2.machines.clear();
    expect(await findings(on)).toEqual(NOTHING_FOUND);
  });

  it("that does not know what a page shows changed finds nothing", async () => {
    const on = await listed({ [ZONE_A]: [[rowOf(warmNo(1), "running")]] }, warmNo(1));
    on.ec2.machines.clear();
    expect(await findings(on)).toEqual(NOTHING_FOUND);
  });

  it("that shows one without our tag says nothing of those who have it", async () => {
    const tagless = warmNo(1, { tags: { team: "build" } });
    const on = await listed({ [ZONE_A]: [[rowOf(warmNo(3))]] }, tagless, warmNo(2), warmNo(3));
    known(on, rowOf(tagless));
    expect(await findings(on)).toEqual({ ...NOTHING_FOUND, suspected: 1 });
    expect(await on.instance(instanceNo(2))).toMatchObject({ suspectSince: SWEPT_AT });
  });

  it("that finds one of an empty zone is one for that zone, though the others are not empty", async () => {
    const inB = [2, 3].map((n) => warmNo(n, { az: ZONE_B }));
    const on = await listed({ [ZONE_A]: [[rowOf(warmNo(1))]] }, warmNo(1), ...inB);
    known(on, ...inB.map((each) => rowOf(each)));
    expect(await findings(on)).toEqual(NOTHING_FOUND);
    expect(on.ec2.asked).toHaveLength(1);
  });
});

describe("a page whose rows agree", () => {
  it("costs one read of its records, and none of each", async () => {
    const on = await listed({ [ZONE_A]: [[1, 2, 3].map((n) => rowOf(warmNo(n)))] }, warmNo(1), warmNo(2), warmNo(3));
    await findings(on);
    expect(on.calls.filter((call) => call === "seenSet.records")).toHaveLength(1);
    expect(on.calls).not.toContain("instances.find");
    expect(on.calls).not.toContain("instances.history");
  });

  it("of a tombstone costs no more, whatever else EC2 says of what has ended", async () => {
    const gone = inState("gone", { tags: TAGS });
    const on = await listed({ [ZONE_A]: [[{ ...rowOf(gone, "terminated"), type: "c7i.large" }]] }, gone);
    expect(await findings(on)).toEqual(NOTHING_FOUND);
    expect(on.calls).not.toContain("instances.find");
  });
});
