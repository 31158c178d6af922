import { describe, expect, it } from "vitest";
import type { Instance } from "../../../core/model/instance.ts";
import { ABSENT_PER_PART, VISIBILITY_MS } from "../../../core/model/limits.ts";
import { POOL_TAG } from "../../../core/model/tags.ts";
import { iso } from "../../../core/model/time.ts";
import { inState, instanceNo, POOL, REGION } from "../../builders.ts";
import { type Stage, stage } from "./stage.ts";
import { known, rowOf, SWEPT_AT, scriptedListing, sweptThrough, TAGS, warmNo, ZONE_A } from "./sweeping.ts";

const LOST = instanceNo(1);
const LATER = SWEPT_AT + VISIBILITY_MS;
const other = rowOf(warmNo(2));

/** A zone that lists the second instance, and not the first. */
async function oneMissing(lost: Instance = warmNo(1)) {
  const listing = scriptedListing({ [ZONE_A]: [[other]] });
  const on = await stage({ instances: [lost, warmNo(2)], listing });
  on.clock.at = SWEPT_AT;
  return { on, listing };
}
const sweptAt = (on: Stage, at: number) => {
  on.clock.at = at;
  return sweptThrough(on);
};

describe("an instance that a complete sweep misses", () => {
  it("is marked, reported, and not asked about", async () => {
    const { on } = await oneMissing();
    expect((await sweptThrough(on)).findings).toMatchObject({ suspected: 1, gone: 0 });
    expect(await on.instance(LOST)).toMatchObject({ state: "warm", suspectSince: SWEPT_AT, last: { name: "missing" } });
    expect(on.ec2.asked).toEqual([]);
    expect(on.written).toHaveLength(1);
  });

  it("is not handed over", async () => {
    const { on } = await oneMissing();
    await sweptThrough(on);
    const listByState = await on.ports.instances.listByState({
      pool: POOL,
      stateIndex: "warm",
      tier: "stopped",
      from: "",
      limit: 9,
    });
    expect(listByState.map(({ id }) => id)).toEqual([other.id]);
  });

  it("is not marked again, nor looked at, before the visibility window is over", async () => {
    const { on } = await oneMissing();
    await sweptThrough(on);
    expect((await sweptAt(on, LATER - 1)).findings).toMatchObject({ suspected: 0, gone: 0 });
    expect(on.ec2.asked).toEqual([]);
    expect(on.written).toHaveLength(1);
  });

  it("again, past the window, and that EC2 does not know by id, is gone, with its proof", async () => {
    const { on } = await oneMissing();
    await sweptThrough(on);
    expect((await sweptAt(on, LATER)).findings).toMatchObject({ suspected: 0, gone: 1 });
    expect(on.ec2.asked).toEqual([`look ${LOST}`]);
    const gone = await on.instance(LOST);
    expect(gone).toMatchObject({
      state: "gone",
      last: { name: "proven-gone", cause: expect.stringContaining(`sweep:${REGION}:${iso(LATER)}#`) },
    });
    expect(gone.last.reasons).toEqual([
      { code: "proven-gone", detail: { suspectSince: iso(SWEPT_AT), lookedAt: iso(LATER) } },
    ]);
  });

  it("again, but that EC2 knows by id, comes back: a transition and a count", async () => {
    const { on } = await oneMissing();
    await sweptThrough(on);
    known(on, rowOf(warmNo(1), "stopped", LATER));
    expect((await sweptAt(on, LATER)).findings).toMatchObject({ cameBack: 1, gone: 0, missed: {} });
    expect(await on.instance(LOST)).toMatchObject({ state: "warm" });
    expect(await on.instance(LOST)).not.toHaveProperty("suspectSince");
    expect(on.counted).toContain(`listing-hole ${POOL}`);
  });

  it("again, and that EC2 shows terminated by id, is gone by what was seen", async () => {
    const { on } = await oneMissing();
    await sweptThrough(on);
    known(on, rowOf(warmNo(1), "terminated", LATER));
    const { findings } = await sweptAt(on, LATER);
    expect(findings).toMatchObject({ missed: { "ec2:terminated": 1 }, cameBack: 0, gone: 0 });
    expect(await on.instance(LOST)).toMatchObject({ state: "gone", last: { name: "ec2:terminated" } });
  });

  it("and a later one lists comes back: a transition and a count", async () => {
    const { on, listing } = await oneMissing();
    await sweptThrough(on);
    listing.zones = { [ZONE_A]: [[other, rowOf(warmNo(1))]] };
    expect((await sweptAt(on, LATER)).findings).toMatchObject({ cameBack: 1, gone: 0 });
    expect(await on.instance(LOST)).toMatchObject({ state: "warm", last: { name: "found" } });
    expect(on.counted).toContain(`listing-hole ${POOL}`);
    expect((await sweptAt(on, LATER + VISIBILITY_MS)).findings).toMatchObject({ cameBack: 0 });
  });

  it("and that is heard of meanwhile is no suspect any more, though the page was read before", async () => {
    const { on } = await oneMissing();
    const last = { ...warmNo(1).last, name: "ec2:stopped", at: SWEPT_AT };
    const heard: Instance = { ...warmNo(1), version: 2, last };
    on.before("seenSet.seen", () => on.ports.records.commit({ instance: heard }));
    expect((await sweptThrough(on)).findings.suspected).toBe(0);
    expect(await on.instance(LOST)).not.toHaveProperty("suspectSince");
  });

  it("wins over its mark when it changes in the moment of marking", async () => {
    const { on } = await oneMissing();
    const last = { ...warmNo(1).last, at: SWEPT_AT };
    on.before("records.commit", () => on.ports.records.commit({ instance: { ...warmNo(1), version: 2, last } }));
    expect((await sweptThrough(on)).findings.suspected).toBe(0);
    expect(await on.instance(LOST)).not.toHaveProperty("suspectSince");
  });

  it("and that is gone already is left alone", async () => {
    const { on } = await oneMissing(inState("gone", { tags: TAGS }));
    expect((await sweptThrough(on)).findings).toMatchObject({ suspected: 0, gone: 0 });
    expect(on.written).toEqual([]);
  });
});

describe("an empty zone", () => {
  it("is not believed where EC2 knows one of its instances by id, which is asked for once", async () => {
    const { on, listing } = await oneMissing();
    listing.zones = {};
    known(on, rowOf(warmNo(1)), rowOf(warmNo(2)));
    expect((await sweptThrough(on)).findings).toMatchObject({ suspected: 0, gone: 0 });
    expect(on.ec2.asked).toHaveLength(1);
    expect(on.written).toEqual([]);
  });

  it("is believed where EC2 knows none of them, after two sweeps", async () => {
    const { on, listing } = await oneMissing();
    listing.zones = {};
    expect((await sweptThrough(on)).findings.suspected).toBe(2);
    expect((await sweptAt(on, LATER)).findings.gone).toBe(2);
  });
});

describe("an instance that lost our tag", () => {
  it("is taken as it is, and not suspected again", async () => {
    const { on } = await oneMissing();
    known(on, { ...rowOf(warmNo(1)), tags: { team: "build" } });
    await sweptThrough(on);
    expect((await sweptAt(on, LATER)).findings).toMatchObject({ cameBack: 1, drifted: 1 });
    expect((await on.instance(LOST)).tags).not.toHaveProperty(POOL_TAG);
    expect((await sweptAt(on, LATER + VISIBILITY_MS)).findings).toMatchObject({
      suspected: 0,
      cameBack: 0,
      drifted: 0,
    });
  });
});

describe("many that are missing", () => {
  it("are judged in bounded parts, each once", async () => {
    const count = 2 * ABSENT_PER_PART + 7;
    const instances = Array.from({ length: count }, (_, n) => warmNo(n + 10));
    const listing = scriptedListing({ [ZONE_A]: [[other]] });
    const on = await stage({ instances: [warmNo(2), ...instances], listing });
    on.clock.at = SWEPT_AT;
    const saves = () => on.calls.filter((call) => call === "sweeps.save").length;
    expect((await sweptThrough(on)).findings.suspected).toBe(count);
    // Two zones, three parts, the end.
    expect(saves()).toBe(6);
    expect(on.written).toHaveLength(count);
  });
});
