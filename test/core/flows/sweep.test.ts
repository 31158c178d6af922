import { describe, expect, it } from "vitest";
import { startSweep } from "../../../core/flows/start-sweep.ts";
import { sweep } from "../../../core/flows/sweep.ts";
import { SHARD_BEGINNINGS_MAX, SHARD_FAILURES_MAX, SHARD_PAGES_MAX } from "../../../core/model/limits.ts";
import { isComplete, NOTHING_FOUND } from "../../../core/model/sweep.ts";
import { PortError } from "../../../core/ports/errors.ts";
import { aPool, aTemplate, instanceNo, POOL, REGION } from "../../builders.ts";
import { cutEverywhere, type Stage, stage } from "./stage.ts";
import { known, rowOf, SWEPT_AT, scriptedListing, sweptOn, sweptThrough, warmNo, ZONE_A, ZONE_B } from "./sweeping.ts";

const INSTANCES = [1, 2, 3, 4].map((n) => warmNo(n, { az: n === 4 ? ZONE_B : ZONE_A }));
const [one, two, three, four] = INSTANCES.map((each) => rowOf(each)) as [
  ReturnType<typeof rowOf>,
  ReturnType<typeof rowOf>,
  ReturnType<typeof rowOf>,
  ReturnType<typeof rowOf>,
];

/** Two pages in one zone, one in another, and everybody is there. */
async function allThere() {
  const listing = scriptedListing({ [ZONE_A]: [[one, two], [three]], [ZONE_B]: [[four]] });
  const on = await stage({ instances: INSTANCES, listing });
  on.clock.at = SWEPT_AT;
  return { on, listing };
}
const begun = async (on: Stage) => {
  const answer = await startSweep(on.ports, REGION);
  if (answer.kind !== "started") throw new Error(answer.kind);
  return answer.sweep;
};

describe("a sweep", () => {
  it("reads every page of every zone, finds nothing where all is well, and says that it was complete", async () => {
    const { on, listing } = await allThere();
    const swept = await sweptThrough(on);
    expect(listing.asked).toEqual([`${ZONE_A} 0`, `${ZONE_A} 1`, `${ZONE_B} 0`]);
    expect(swept.shards).toMatchObject([
      { zone: ZONE_A, state: "done", pages: 2, rows: 3 },
      { zone: ZONE_B, state: "done", pages: 1, rows: 1 },
    ]);
    expect(swept).toMatchObject({ absencesOf: [POOL], finishedAt: SWEPT_AT, findings: NOTHING_FOUND });
    expect(isComplete(swept)).toBe(true);
    expect(on.written).toEqual([]);
    expect(on.counted).toEqual([`sweep-finished ${REGION} true`]);
  });

  it("is handed on after a bounded part, and goes on where it stood", async () => {
    const pages = Array.from({ length: 9 }, (_, n) => [rowOf(warmNo(n + 1))]);
    const listing = scriptedListing({ [ZONE_A]: pages });
    const on = await stage({ instances: pages.map((_, n) => warmNo(n + 1)), listing });
    on.clock.at = SWEPT_AT;
    const { id } = await begun(on);
    on.queued.length = 0;
    expect(await sweep(on.ports, id)).toEqual({ kind: "more" });
    expect(listing.asked).toHaveLength(5);
    expect(on.queued).toMatchObject([{ queue: "sweeps" }]);
    await sweptOn(on, id);
    expect(new Set(listing.asked).size).toBe(listing.asked.length);
  });

  it("that nobody knows is nothing to go on with", async () => {
    const { on } = await allThere();
    expect(await sweep(on.ports, "eu-west-1:never")).toEqual({ kind: "unknown-sweep" });
  });

  it("that is finished asks nothing more", async () => {
    const { on, listing } = await allThere();
    const { id } = await sweptThrough(on);
    const asked = listing.asked.length;
    expect(await sweep(on.ports, id)).toEqual({ kind: "finished" });
    expect(listing.asked).toHaveLength(asked);
  });

  it("of a region whose pools have no zone is finished, and not complete", async () => {
    const on = await stage({ templates: [aTemplate({ subnets: {} })] });
    const swept = await sweptThrough(on);
    expect(swept.shards).toEqual([]);
    expect(isComplete(swept)).toBe(false);
  });

  it("leaves the pools of another region alone", async () => {
    const { on } = await allThere();
    await on.ports.pools.save(aPool({ id: "elsewhere", region: "us-east-1" }));
    expect((await sweptThrough(on)).absencesOf).toEqual([POOL]);
  });
});

describe("a crash", () => {
  it("at any call is gone on from: everything is found once, and nobody is missed", async () => {
    const set = async () => {
      const { on, listing } = await allThere();
      const started = { ...four, observed: { ...four.observed, state: "running" } } as const;
      listing.zones[ZONE_B] = [[started]];
      known(on, started);
      await begun(on);
      return on;
    };
    const id = `${REGION}:${new Date(SWEPT_AT).toISOString()}`;
    const cuts = await cutEverywhere(
      set,
      (on) => sweptOn(on, id),
      async (on, where) => {
        const swept = await sweptOn(on, id);
        expect(isComplete(swept), where).toBe(true);
        expect(swept.findings, where).toMatchObject({ suspected: 0, gone: 0, leaks: [] });
        expect(await on.instance(instanceNo(4)), where).toMatchObject({ state: "quarantined", version: 2 });
        expect(on.written, where).toHaveLength(1);
      },
    );
    expect(cuts).toBeGreaterThan(40);
  });

  it("while it begins leaves one sweep, or none", async () => {
    const set = async () => (await allThere()).on;
    await cutEverywhere(
      set,
      (on) => startSweep(on.ports, REGION),
      async (on, where) => {
        expect(isComplete(await sweptThrough(on)), where).toBe(true);
        expect(await on.ports.sweeps.latest(REGION, 9), where).toHaveLength(1);
      },
    );
  });
});

describe("two invocations at once", () => {
  it("read one page: the second is raced, writes nothing and leaves the rest to the first", async () => {
    const { on } = await allThere();
    const { id } = await begun(on);
    on.queued.length = 0;
    const second: string[] = [];
    on.before("sweeps.save", async () => second.push((await sweep(on.ports, id)).kind));
    expect(await sweep(on.ports, id)).toEqual({ kind: "raced" });
    expect(second).toEqual(["more"]);
    expect(on.queued).toHaveLength(1);
    expect(await sweptOn(on, id)).toMatchObject({ shards: [{ rows: 3 }, { rows: 1 }], findings: { suspected: 0 } });
  });
});

describe("EC2's refusals", () => {
  it("when throttled leave the sweep where it was", async () => {
    const { on, listing } = await allThere();
    const { id } = await begun(on);
    listing.instead.push({ kind: "page", rows: [one], marker: "1" });
    listing.instead.push(new PortError("retry-after", "RequestLimitExceeded", "slow down", { retryAfterMs: 5_000 }));
    await expect(sweep(on.ports, id)).rejects.toMatchObject({ fate: "retry-after" });
    expect(await on.ports.sweeps.find(id)).toMatchObject({ version: 2, shards: [{ pages: 1, marker: "1" }, {}] });
    expect(listing.asked.at(-1)).toBe(`${ZONE_A} 1`);
    await sweptOn(on, id);
    expect(listing.asked[2]).toBe(`${ZONE_A} 1`);
  });

  it("when a token expired begin the zone again, and who was seen before does not count", async () => {
    const { on, listing } = await allThere();
    listing.instead.push({ kind: "page", rows: [one, two], marker: "1" }, { kind: "expired" });
    listing.zones[ZONE_A] = [[three]];
    const swept = await sweptThrough(on);
    expect(swept.shards[0]).toMatchObject({ state: "done", generation: 2, pages: 1, rows: 1 });
    expect(swept.shards[0]?.why).toMatchObject({ code: "sweep-begun-again" });
    expect(swept.findings.suspected).toBe(2);
    expect(await on.instance(one.id)).toMatchObject({ suspectSince: SWEPT_AT });
    expect(await on.instance(three.id)).not.toHaveProperty("suspectSince");
  });

  it("when tokens expire for ever give the zone up", async () => {
    const { on, listing } = await allThere();
    for (let n = 0; n < SHARD_BEGINNINGS_MAX; n += 1) listing.instead.push({ kind: "expired" });
    const swept = await sweptThrough(on);
    expect(swept.shards).toMatchObject([{ state: "failed", why: { code: "sweep-expired" } }, { state: "done" }]);
    expect(on.written).toEqual([]);
  });

  it("to end a zone give it up, and prove nothing in it", async () => {
    const { on, listing } = await allThere();
    const sweep = await begun(on);
    const shards = sweep.shards.map((shard) => ({ ...shard, marker: "9", pages: SHARD_PAGES_MAX - 1, rows: 9 }));
    await on.ports.sweeps.save({ ...sweep, version: 2, shards });
    listing.instead.push({ kind: "page", rows: [one], marker: "10" }, { kind: "page", rows: [] });
    const swept = await sweptOn(on, sweep.id);
    expect(swept.shards).toMatchObject([{ state: "failed", why: { code: "sweep-endless" } }, { state: "done" }]);
    expect(isComplete(swept)).toBe(false);
    for (const { id } of INSTANCES)
      expect((await on.instance(id)).suspectSince, id).toBe(id === four.id ? SWEPT_AT : undefined);
  });

  it("in one zone leave the others complete, and prove nothing in their own", async () => {
    const { on, listing } = await allThere();
    listing.down.add(ZONE_A);
    listing.zones[ZONE_B] = [[rowOf(warmNo(5, { state: "gone" }), "terminated")]];
    const { id } = await begun(on);
    const swept = await sweptOn(on, id);
    expect(swept.shards).toMatchObject([{ state: "failed", failures: SHARD_FAILURES_MAX }, { state: "done" }]);
    expect(isComplete(swept)).toBe(false);
    expect(swept.findings.suspected).toBe(1);
    expect(await on.instance(four.id)).toMatchObject({ suspectSince: SWEPT_AT });
    for (const { id: lost } of [one, two, three]) expect(await on.instance(lost)).not.toHaveProperty("suspectSince");
    expect(on.counted).toContain(`sweep-finished ${REGION} false`);
  });

  it("of a page, then not, are forgotten", async () => {
    const { on, listing } = await allThere();
    listing.instead.push({ kind: "unanswered", error: "Unavailable" });
    const swept = await sweptThrough(on);
    expect(swept.shards).toMatchObject([{ state: "done", failures: 0 }, { state: "done" }]);
    expect(swept.findings).toEqual(NOTHING_FOUND);
  });

  it("that are no refusals are heard as what they are", async () => {
    const { on, listing } = await allThere();
    listing.instead.push(new PortError("terminal", "AccessDenied", "no"));
    await expect(sweptThrough(on)).rejects.toMatchObject({ fate: "terminal" });
  });
});
