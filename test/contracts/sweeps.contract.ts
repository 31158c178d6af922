import { describe, expect, test } from "vitest";
import { LEAKS_MAX, PAGE_ROWS_MAX, SEEN_PAGES_MAX } from "../../core/model/limits.ts";
import { NOTHING_FOUND, type Sweep, sweepId } from "../../core/model/sweep.ts";
import { MINUTE_MS } from "../../core/model/time.ts";
import type { Store } from "../../core/ports/store.ts";
import type { SeenSet } from "../../core/ports/sweeps.ts";
import { anInstance, EPOCH, instanceNo, next, POOL, REGION } from "../builders.ts";

const ids = (from: number, count: number) => Array.from({ length: count }, (_, n) => instanceNo(from + n));
const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);

/** A sweep of two zones that has just begun. */
const aSweep = (changes: Partial<Sweep> = {}, startedAt = EPOCH): Sweep => ({
  id: sweepId(REGION, startedAt),
  region: REGION,
  startedAt,
  version: 1,
  shards: [`${REGION}a`, `${REGION}b`].map((zone) => ({
    zone,
    state: "open",
    pages: 0,
    rows: 0,
    generation: 1,
    failures: 0,
  })),
  absencesOf: [],
  findings: NOTHING_FOUND,
  ...changes,
});

/** What every store of sweeps promises (`core/ports/sweeps.ts`). Each test has a fresh one. */
export function sweepsContract(name: string, open: () => Promise<Pick<Store, "sweeps" | "seenSet" | "records">>): void {
  describe(`sweeps in ${name}`, () => {
    test.each([sweepId(REGION, EPOCH), `${REGION}:`, REGION, ":"])(
      "an id that no sweep has is not found: %s",
      async (id) => {
        const { sweeps } = await open();
        await sweeps.save(aSweep({}, EPOCH + 1));
        expect(await sweeps.find(id)).toBeUndefined();
      },
    );

    test("a sweep comes back as it was saved, at once and at every step", async () => {
      const { sweeps } = await open();
      const begun = aSweep();
      const [one, other] = begun.shards;
      const read = next(begun, {
        shards: [
          { ...one!, marker: "eyJ2IjoiMiJ9", pages: 1, rows: 1000 },
          { ...other!, state: "failed", failures: 5, why: { code: "sweep-unanswered", detail: { failures: 5 } } },
        ],
        findings: { ...NOTHING_FOUND, missed: { "ec2:stopped": 2 }, lateMsMax: 90_000, leaks: [instanceNo(1)] },
      });
      const finished = next(read, { absencesOf: [POOL], finishedAt: EPOCH + MINUTE_MS });
      for (const sweep of [begun, read, finished]) {
        expect(await sweeps.save(sweep)).toBe("saved");
        expect(await sweeps.find(sweep.id)).toEqual(sweep);
        expect(await sweeps.latest(REGION, 1)).toEqual([sweep]);
      }
    });

    test("a sweep of many zones, pools and leaks is saved whole", async () => {
      const { sweeps } = await open();
      const many = <Resource>(count: number, make: (n: number) => Resource) =>
        Array.from({ length: count }, (_, n) => make(n));
      const sweep = aSweep({
        shards: many(32, (n) => ({ ...aSweep().shards[0]!, zone: `zone-${n}`, marker: "m".repeat(1024) })),
        absencesOf: many(1_000, (n) => `a-pool-with-a-name-of-its-own-${n}`),
        findings: { ...NOTHING_FOUND, leaks: ids(1, LEAKS_MAX) },
      });
      expect(await sweeps.save(sweep)).toBe("saved");
      expect(await sweeps.find(sweep.id)).toEqual(sweep);
    });

    test("the latest of a region come newest first, no more than are asked for, and none of another region's", async () => {
      const { sweeps } = await open();
      const [first, second, third] = [EPOCH, EPOCH + 1, EPOCH + 9_000_000].map((at) => aSweep({}, at));
      const elsewhere = aSweep({ id: sweepId("eu-west-12", EPOCH), region: "eu-west-12" });
      for (const sweep of [second, third, elsewhere, first]) await sweeps.save(sweep!);
      expect(await sweeps.latest(REGION, 2)).toEqual([third, second]);
      expect(await sweeps.latest(REGION, 9)).toEqual([third, second, first]);
      expect(await sweeps.latest("eu-west-12", 9)).toEqual([elsewhere]);
      expect(await sweeps.latest("us-east-1", 9)).toEqual([]);
    });

    test("of many who begin a sweep at once, one does, and the others find it", async () => {
      const { sweeps } = await open();
      const begin = (from: number, after?: string) =>
        Promise.all(Array.from({ length: 8 }, (_, n) => sweeps.begin(aSweep({}, from + n), after)));
      const first = await begin(EPOCH);
      expect(first.filter((answer) => answer === "begun")).toHaveLength(1);
      const [latest, ...more] = await sweeps.latest(REGION, 9);
      expect(latest).toEqual(aSweep({}, EPOCH + first.indexOf("begun")));
      expect(more).toEqual([]);
      expect(await sweeps.find(latest!.id)).toEqual(latest);
      const second = await begin(EPOCH + 100, latest!.id);
      expect(second.filter((answer) => answer === "begun")).toHaveLength(1);
      expect(await sweeps.latest(REGION, 9)).toEqual([aSweep({}, EPOCH + 100 + second.indexOf("begun")), latest]);
    });

    test("a sweep is not begun twice, nor by who does not know the latest of its region", async () => {
      const { sweeps } = await open();
      const [first, second, third] = [0, 1, 2].map((n) => aSweep({}, EPOCH + n)) as [Sweep, Sweep, Sweep];
      const elsewhere = aSweep({ id: sweepId("us-east-1", EPOCH), region: "us-east-1" });
      expect(await sweeps.begin(first)).toBe("begun");
      expect(await sweeps.begin(first, first.id)).toBe("conflict");
      expect(await sweeps.begin(second)).toBe("conflict");
      expect(await sweeps.begin(elsewhere)).toBe("begun");
      expect(await sweeps.save(next(first))).toBe("saved");
      expect(await sweeps.begin(second, first.id)).toBe("begun");
      expect(await sweeps.begin(third, first.id)).toBe("conflict");
      expect(await sweeps.latest(REGION, 9)).toEqual([second, next(first)]);
      expect(await sweeps.save(next(second))).toBe("saved");
    });

    test.each([
      ["begun again", 1],
      ["that was overtaken", 2],
      ["that runs ahead", 4],
    ])("a write %s is a conflict and changes nothing", async (_, version) => {
      const { sweeps } = await open();
      const stands = next(aSweep());
      for (const sweep of [aSweep(), stands]) await sweeps.save(sweep);
      expect(await sweeps.save(aSweep({ version, finishedAt: EPOCH }))).toBe("conflict");
      expect(await sweeps.find(stands.id)).toEqual(stands);
    });

    test("a later version of what is not there is a conflict", async () => {
      const { sweeps } = await open();
      expect(await sweeps.save(aSweep({ version: 2 }))).toBe("conflict");
      expect(await sweeps.latest(REGION, 9)).toEqual([]);
    });

    test("of many who go on with a sweep at once, one does", async () => {
      const { sweeps } = await open();
      await sweeps.save(aSweep());
      const steps = Array.from({ length: 16 }, (_, n) => next(aSweep(), { absencesOf: [`pool-${n}`] }));
      const answers = await Promise.all(steps.map((step) => sweeps.save(step)));
      expect(answers.filter((answer) => answer === "saved")).toHaveLength(1);
      expect(await sweeps.find(aSweep().id)).toEqual(steps[answers.indexOf("saved")]);
    });
  });

  describe(`the roll call in ${name}`, () => {
    const sweep = aSweep().id;
    const zone = `${REGION}a`;
    const of = { sweep, zone, generation: 1 };

    test("records come for all ids that have one, tombstones too, as they were last written", async () => {
      const { records, seenSet } = await open();
      const all = [1, 2, 3].map((n) => anInstance({ id: instanceNo(n) }));
      const dead = next(all[2]!, { state: "gone" });
      for (const instance of [...all, dead, anInstance({ id: instanceNo(4), pool: "linux-build" })])
        await records.commit({ instance });
      const found = await seenSet.records(POOL, ids(1, 5));
      expect([...found].sort(byId)).toEqual([all[0], all[1], dead]);
      expect(await seenSet.records(POOL, ids(5, 3))).toEqual([]);
      expect(await seenSet.records(POOL, [])).toEqual([]);
    });

    test("records come once each, though a page names an id twice", async () => {
      const { records, seenSet } = await open();
      await records.commit({ instance: anInstance() });
      expect(await seenSet.records(POOL, [instanceNo(1), instanceNo(2), instanceNo(1)])).toEqual([anInstance()]);
    });

    test("records come for all ids of a full page", async () => {
      const { records, seenSet } = await open();
      const some = ids(1, PAGE_ROWS_MAX).filter((_, n) => n % 10 === 0);
      await Promise.all(some.map((id) => records.commit({ instance: anInstance({ id }) })));
      const found = await seenSet.records(POOL, ids(1, PAGE_ROWS_MAX));
      expect(found.map(({ id }) => id).sort()).toEqual(some);
    });

    const seen = async (seenSet: SeenSet, from: typeof of, page = 0) => new Set(await seenSet.seen({ ...from, page }));

    test("who was on any page of a beginning was seen", async () => {
      const { seenSet } = await open();
      expect(await seenSet.seen({ ...of, page: 0 })).toEqual([]);
      await seenSet.see({ ...of, page: 0, ids: ids(1, 3) });
      await seenSet.see({ ...of, page: 1, ids: [] });
      await seenSet.see({ ...of, page: 2, ids: ids(3, 2) });
      expect(await seen(seenSet, of)).toEqual(new Set(ids(1, 4)));
    });

    test("a page that is noted again changes nothing, and one that was read otherwise adds to it", async () => {
      const { seenSet } = await open();
      for (const _ of [1, 2]) await seenSet.see({ ...of, page: 0, ids: ids(1, 3) });
      expect((await seenSet.seen({ ...of, page: 0 })).toSorted()).toEqual(ids(1, 3));
      for (const page of [ids(3, 3), ids(1, 1), []]) await seenSet.see({ ...of, page: 0, ids: page });
      expect((await seenSet.seen({ ...of, page: 0 })).toSorted()).toEqual(ids(1, 5));
    });

    test("each beginning of each zone of each sweep has its own", async () => {
      const { seenSet } = await open();
      const others = [
        { ...of, sweep: aSweep({}, EPOCH + 1).id },
        { ...of, zone: `${zone}1` },
        { ...of, generation: 11 },
        { ...of, generation: 2 },
      ];
      await seenSet.see({ ...of, page: 0, ids: [instanceNo(9)] });
      for (const [n, other] of others.entries()) await seenSet.see({ ...other, page: 0, ids: [instanceNo(n)] });
      expect(await seen(seenSet, of)).toEqual(new Set([instanceNo(9)]));
      for (const [n, other] of others.entries()) expect(await seen(seenSet, other)).toEqual(new Set([instanceNo(n)]));
    });

    test("a bounded number of pages is read at a time, from any page on, and so every page once", async () => {
      const { seenSet } = await open();
      const last = 2 * SEEN_PAGES_MAX;
      for (let page = 0; page <= last; page += 1) await seenSet.see({ ...of, page, ids: ids(page, 1) });
      expect(await seen(seenSet, of)).toEqual(new Set(ids(0, SEEN_PAGES_MAX)));
      expect(await seen(seenSet, of, SEEN_PAGES_MAX)).toEqual(new Set(ids(SEEN_PAGES_MAX, SEEN_PAGES_MAX)));
      expect(await seen(seenSet, of, last)).toEqual(new Set(ids(last, 1)));
      expect(await seenSet.seen({ ...of, page: last + 1 })).toEqual([]);
      expect(await seen(seenSet, of, last - 1)).toEqual(new Set(ids(last - 1, 2)));
    });

    test("full pages are seen whole, as many as are read at a time", async () => {
      const { seenSet } = await open();
      for (let page = 0; page < SEEN_PAGES_MAX; page += 1)
        await seenSet.see({ ...of, page, ids: ids(page * PAGE_ROWS_MAX, PAGE_ROWS_MAX) });
      expect(await seen(seenSet, of)).toEqual(new Set(ids(0, SEEN_PAGES_MAX * PAGE_ROWS_MAX)));
    });
  });
}
