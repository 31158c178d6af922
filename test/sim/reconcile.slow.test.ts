import { beforeEach, describe, expect, it, vi } from "vitest";
import { MINUTE_MS } from "../../core/model/time.ts";
import type { absence } from "../../core/reconcile/absence.ts";
import type * as shards from "../../core/reconcile/shards.ts";
import type { Through } from "../../local/seam.ts";
import { DECEITS, deceitOf } from "./deceits.ts";
import regressions from "./regressions.json" with { type: "json" };
import { type Changes, playWorld } from "./world.ts";

/** A rule of proof that a test breaks on purpose, in place of the real one. */
const planted = vi.hoisted<{
  absence?: (real: typeof absence) => typeof absence;
  unanswered?: (real: typeof shards.unanswered) => typeof shards.unanswered;
}>(() => ({}));
vi.mock("../../core/reconcile/absence.ts", async (original) => {
  const real = await original<{ absence: typeof absence }>();
  const chosen: typeof absence = (record, sweep) => (planted.absence?.(real.absence) ?? real.absence)(record, sweep);
  return { ...real, absence: chosen };
});
vi.mock("../../core/reconcile/shards.ts", async (original) => {
  const real = await original<typeof shards>();
  const chosen: typeof shards.unanswered = (shard, error) =>
    (planted.unanswered?.(real.unanswered) ?? real.unanswered)(shard, error);
  return { ...real, unanswered: chosen };
});
beforeEach(() => {
  delete planted.absence;
  delete planted.unanswered;
});

/** More of them: `node test/sim/main.ts`. */
const WORLDS = 120;
/** A world takes a tenth of a second, on a machine that does nothing else. */
vi.setConfig({ testTimeout: 240_000 });
const BROKEN_WITHIN = 60;
const seedsOf = (deceit: string): readonly number[] =>
  Array.from({ length: BROKEN_WITHIN }, (_, seed) => seed).filter((seed) => deceitOf(seed) === deceit);
const [ROWS, HIDDEN, ZONES, LITTLE] = Object.keys(DECEITS) as [string, string, string, string];

/** The first broken sentence of its kind; undefined: no seed breaks it. */
async function firstBroken(seeds: readonly number[], changes: Changes = {}, kind = /./): Promise<string | undefined> {
  for (const seed of seeds) {
    const sentence = (await playWorld(seed, changes)).broken.find((each) => kind.test(each));
    if (sentence) return `${seed}: ${sentence}`;
  }
  return undefined;
}

describe("while the listing lies, and once it stops", () => {
  it("nothing is deleted that lives, nothing replaced twice, and the records converge within two complete sweeps", async () => {
    const seeds = Array.from({ length: WORLDS }, (_, seed) => seed);
    expect(await firstBroken(seeds)).toBeUndefined();
  });

  it("the same seed is the same story", async () => expect(await playWorld(3)).toEqual(await playWorld(3)));

  it("there is much to find", async () => {
    const sum = { missed: 0, adopted: 0, retired: 0, suspected: 0, cameBack: 0, gone: 0 };
    for (let seed = 0; seed < 16; seed += 1) {
      const { findings } = await playWorld(seed);
      sum.missed += Object.keys(findings).filter((kind) => kind.startsWith("ec2:")).length;
      for (const kind of ["adopted", "retired", "suspected", "cameBack", "gone"] as const)
        sum[kind] += findings[kind] ?? 0;
    }
    for (const [kind, count] of Object.entries(sum)) expect(count, kind).toBeGreaterThan(3);
  });
});

describe("seeds that broke a rule once", () => {
  it.each(regressions)("$seed: $broke", async ({ seed }) => expect((await playWorld(seed)).broken).toEqual([]));
});

describe("a rule of proof that is broken shows", () => {
  const DELETED = /no record is gone while its machine lives/;
  const SUSPECTED = /nobody is suspected whom EC2 did not leave out/;

  it("when nobody looks", async () => {
    const blind: Through = async (call, work) => (call.port === "lookup" ? ("unknown" as never) : work());
    expect(await firstBroken(seedsOf(ROWS), { planted: blind }, DELETED)).toMatch(DELETED);
  });

  it("when the sweeps that miss an instance may lie close together", async () => {
    const often = { sweepEveryMs: 3 * MINUTE_MS };
    expect(await firstBroken(seedsOf(HIDDEN), often, DELETED)).toBeUndefined();
    planted.absence = (real) => (record, sweep) => {
      const answer = real(record, sweep);
      return answer === "wait" ? "look" : answer;
    };
    expect(await firstBroken(seedsOf(HIDDEN), often, DELETED)).toMatch(DELETED);
  });

  it("when a page that was not answered counts as the end of its zone", async () => {
    const deaf: Through = async (call, work) => {
      const answer = await work();
      const isUnanswered = (answer as { kind?: string } | undefined)?.kind === "unanswered";
      return call.port === "listing" && isUnanswered ? ({ kind: "page", rows: [] } as never) : answer;
    };
    expect(await firstBroken(seedsOf(ZONES), { planted: deaf }, SUSPECTED)).toMatch(SUSPECTED);
  });

  it("when a zone that was given up counts as read", async () => {
    planted.unanswered = (real) => (shard, error) => {
      const next = real(shard, error);
      return next.state === "failed" ? { ...next, state: "done" } : next;
    };
    expect(await firstBroken(seedsOf(LITTLE), {}, SUSPECTED)).toMatch(SUSPECTED);
  });

  it("when an empty page counts as the end of its zone", async () => {
    const hasty: Through = async (call, work) => {
      const answer = await work();
      const isEmpty = (answer as { rows?: readonly unknown[] } | undefined)?.rows?.length === 0;
      return call.port === "listing" && isEmpty ? ({ kind: "page", rows: [] } as never) : answer;
    };
    expect(await firstBroken(seedsOf(ZONES), { planted: hasty }, SUSPECTED)).toMatch(SUSPECTED);
  });

  it("when an empty zone is believed", async () => {
    planted.absence = (real) => (record, sweep) => {
      const answer = real(record, sweep);
      return answer === "doubted" ? "missing" : answer;
    };
    expect(await firstBroken(seedsOf(ZONES))).toMatch(SUSPECTED);
  });

  it("when a page wins over what is newer", async () => {
    planted.absence = (real) => (record, sweep) => real({ ...record, last: { ...record.last, at: 0 } }, sweep);
    expect(await firstBroken(Array.from({ length: BROKEN_WITHIN }, (_, seed) => seed))).toMatch(SUSPECTED);
  });

  it("when nobody sweeps", async () => {
    const idle: Through = async (call, work) => (call.port === "sweepRequests" ? (undefined as never) : work());
    expect(await firstBroken([0], { planted: idle })).toMatch(/two complete sweeps end/);
  });
});
