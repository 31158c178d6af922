import { describe, expect, it } from "vitest";
import { SHARD_BEGINNINGS_MAX, SHARD_FAILURES_MAX, SHARD_PAGES_MAX } from "../../../core/model/limits.ts";
import { isComplete, NOTHING_FOUND, type Shard } from "../../../core/model/sweep.ts";
import { expired, newSweep, nextShard, pageRead, unanswered, withShard } from "../../../core/reconcile/shards.ts";
import { EPOCH, REGION } from "../../builders.ts";

const aShard = (changes: Partial<Shard> = {}): Shard => ({
  zone: "eu-west-1a",
  state: "open",
  pages: 0,
  rows: 0,
  generation: 1,
  failures: 0,
  ...changes,
});

describe("a new sweep", () => {
  it("has every zone once, in order, and has read nothing", () => {
    expect(newSweep(REGION, ["eu-west-1b", "eu-west-1a", "eu-west-1b"], EPOCH)).toEqual({
      id: "eu-west-1:2026-01-05T09:00:00.000Z",
      region: REGION,
      startedAt: EPOCH,
      version: 1,
      shards: [aShard(), aShard({ zone: "eu-west-1b" })],
      absencesOf: [],
      findings: NOTHING_FOUND,
    });
  });

  it("of no zone has nothing to read, and is never complete", () => {
    const none = newSweep(REGION, [], EPOCH);
    expect(nextShard(none)).toBeUndefined();
    expect(isComplete(none)).toBe(false);
  });
});

describe("the next shard", () => {
  const zoneOf = (...shards: readonly Shard[]) => nextShard({ shards })?.zone;
  const b = (changes: Partial<Shard> = {}) => aShard({ zone: "eu-west-1b", ...changes });

  it.each<[string, readonly Shard[], string | undefined]>([
    ["is the first of those that are open", [aShard({ state: "done" }), b()], "eu-west-1b"],
    ["is the one that failed least of late", [aShard({ failures: 1 }), b()], "eu-west-1b"],
    ["is the first of equals", [aShard({ failures: 2 }), b({ failures: 2 })], "eu-west-1a"],
    ["is none when all are done or given up", [aShard({ state: "done" }), b({ state: "failed" })], undefined],
  ])("%s", (_, shards, zone) => expect(zoneOf(...shards)).toBe(zone));
});

describe("a page that was read", () => {
  it("leaves its marker, counts its rows, and forgets the failures before it", () => {
    const shard = aShard({ pages: 1, rows: 7, failures: 2, marker: "m1" });
    expect(pageRead(shard, { rows: 3, marker: "m2" })).toEqual(aShard({ pages: 2, rows: 10, marker: "m2" }));
  });

  it("without a marker is the zone's end, and leaves none", () => {
    expect(pageRead(aShard({ marker: "m1" }), { rows: 2 })).toEqual(aShard({ state: "done", pages: 1, rows: 2 }));
  });

  it("without rows but with a marker is no end", () => {
    expect(pageRead(aShard(), { rows: 0, marker: "m1" })).toMatchObject({ state: "open", pages: 1, marker: "m1" });
  });
});

describe("a zone whose markers do not end", () => {
  const almost = aShard({ pages: SHARD_PAGES_MAX - 1, rows: 5, marker: "m" });

  it("is given up with the last page that it may have, and leaves no marker", () => {
    expect(pageRead({ ...almost, pages: SHARD_PAGES_MAX - 2 }, { rows: 1, marker: "n" }).state).toBe("open");
    expect(pageRead(almost, { rows: 1, marker: "n" })).toEqual(
      aShard({
        state: "failed",
        pages: SHARD_PAGES_MAX,
        rows: 6,
        why: { code: "sweep-endless", detail: { pages: SHARD_PAGES_MAX } },
      }),
    );
  });

  it("is done if that page is its end", () => {
    expect(pageRead(almost, { rows: 1 })).toEqual(aShard({ state: "done", pages: SHARD_PAGES_MAX, rows: 6 }));
  });
});

describe("a marker that expired", () => {
  const read = aShard({ pages: 4, rows: 90, failures: 1, marker: "m4" });

  it("begins the zone again from its first page", () => {
    expect(expired(read)).toEqual(
      aShard({ generation: 2, why: { code: "sweep-begun-again", detail: { generation: 2 } } }),
    );
  });

  it("as often as that may be gives the zone up", () => {
    const { marker: _, ...rest } = read;
    expect(expired({ ...read, generation: SHARD_BEGINNINGS_MAX })).toEqual({
      ...rest,
      generation: SHARD_BEGINNINGS_MAX,
      state: "failed",
      why: { code: "sweep-expired", detail: { beginnings: SHARD_BEGINNINGS_MAX } },
    });
  });

  it("begins it as often as is allowed, and no more", () => {
    const after = (times: number) => Array.from({ length: times }).reduce<Shard>((shard) => expired(shard), aShard());
    expect(after(SHARD_BEGINNINGS_MAX - 1).state).toBe("open");
    expect(after(SHARD_BEGINNINGS_MAX).state).toBe("failed");
  });
});

describe("a page that was not answered", () => {
  it("is asked for again, with the same marker and what was read before", () => {
    const shard = aShard({ marker: "m1", pages: 1, rows: 5 });
    expect(unanswered(shard, "Unavailable")).toEqual({ ...shard, failures: 1 });
  });

  it("so many times in a row gives the zone up, and leaves no marker", () => {
    const shard = aShard({ marker: "m1", failures: SHARD_FAILURES_MAX - 2 });
    expect(unanswered(shard, "Unavailable").state).toBe("open");
    expect(unanswered({ ...shard, failures: SHARD_FAILURES_MAX - 1 }, "Unavailable")).toEqual(
      aShard({
        state: "failed",
        failures: SHARD_FAILURES_MAX,
        why: { code: "sweep-unanswered", detail: { failures: SHARD_FAILURES_MAX, error: "Unavailable" } },
      }),
    );
  });
});

describe("a sweep with one shard as it now is", () => {
  const sweep = newSweep(REGION, ["eu-west-1a", "eu-west-1b"], EPOCH);

  it("is one version up, the other shards as they were", () => {
    const done = aShard({ state: "done" });
    expect(withShard(sweep, done)).toEqual({ ...sweep, version: 2, shards: [done, aShard({ zone: "eu-west-1b" })] });
  });

  it.each<[Shard["state"], boolean]>([
    ["done", true],
    ["open", false],
    ["failed", false],
  ])("is complete only if all are done: %s", (state, complete) => {
    const one = withShard(sweep, aShard({ state: "done" }));
    expect(isComplete(withShard(one, aShard({ zone: "eu-west-1b", state })))).toBe(complete);
  });
});
