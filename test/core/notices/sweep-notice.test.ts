import { describe, expect, it } from "vitest";
import { startSweep } from "../../../core/flows/start-sweep.ts";
import { sweep as goOn } from "../../../core/flows/sweep.ts";
import { LEAKS_SHOWN_MAX } from "../../../core/model/limits.ts";
import { NOTHING_FOUND, type Sweep } from "../../../core/model/sweep.ts";
import { MINUTE_MS } from "../../../core/model/time.ts";
import { sweepDetailsOf, sweepNotice } from "../../../core/notices/sweep-notice.ts";
import { newSweep, pageRead, unanswered, withShard } from "../../../core/reconcile/shards.ts";
import { sweepChanged } from "../../../events/notices/sweep-changed.v1.ts";
import { aPool, aTemplate, EPOCH, next, REGION } from "../../builders.ts";
import { recordedPlane } from "../../recorded-plane.ts";

const ZONES = [`${REGION}a`, `${REGION}b`];
const begun = newSweep(REGION, ZONES, EPOCH);
const read = ({ shards }: Sweep, at: number, marker?: string) =>
  pageRead(shards[at]!, { rows: 3, ...(marker !== undefined && { marker }) });

/** Every write of a sweep whose second zone is given up or not, in order. */
function writes({ fails }: { readonly fails: boolean }): readonly Sweep[] {
  const first = withShard(begun, read(begun, 0, "m"));
  const second = withShard(first, read(first, 0));
  const shard = { ...second.shards[1]!, failures: 99 };
  const third = {
    ...withShard(second, fails ? unanswered(shard, "Unavailable") : read(second, 1)),
    readAt: EPOCH + MINUTE_MS,
  };
  const fourth = next(third, { absencesOf: ["win-build"] });
  return [begun, first, second, third, fourth, next(fourth, { finishedAt: EPOCH + 2 * MINUTE_MS })];
}
const noticesOf = (all: readonly Sweep[]) => all.flatMap((each, at) => sweepNotice(each, all[at - 1]) ?? []);
const codes = ({ reasons }: { readonly reasons: readonly { readonly code: string }[] }) =>
  reasons.map(({ code }) => code);

describe("the notices of a sweep", () => {
  it("are one for each of its stages, numbered without a gap, whatever it writes between", () => {
    const notices = noticesOf(writes({ fails: false }));
    expect(notices.map(({ noticeId }) => noticeId)).toEqual([1, 2, 3].map((n) => `sweep/${begun.id}:${n}`));
    expect(notices.map(({ resource }) => resource.version)).toEqual([1, 2, 3]);
    expect(notices.map(({ transition, from, to }) => [transition, from, to])).toEqual([
      ["begun", "none", "listing"],
      ["comparing", "listing", "comparing"],
      ["finished", "comparing", "finished"],
    ]);
    expect(notices.map(({ at }) => at)).toEqual([0, 1, 2].map((n) => new Date(EPOCH + n * MINUTE_MS).toISOString()));
  });

  it("say why each stage was reached, in words, and keep their contract", () => {
    const notices = noticesOf(writes({ fails: false }));
    expect(notices.flatMap(({ reasons }) => reasons.map(({ text }) => text))).toEqual([
      "the listing of 2 zones will be read",
      "2 of 2 zones were read to the end, 9 instances in 3 pages",
      "all 2 zones were read to the end",
    ]);
    for (const notice of notices) {
      expect(sweepChanged.detail.parse(notice)).toEqual(notice);
      expect(notice.cause).toBe(`sweep:${begun.id}`);
    }
  });

  it("name what stopped a zone, and that absence there proves nothing", () => {
    const [, comparing, finished] = noticesOf(writes({ fails: true }));
    expect(comparing && codes(comparing)).toEqual(["sweep-read", "sweep-unanswered"]);
    expect(finished && codes(finished)).toEqual(["sweep-incomplete"]);
    expect(finished).toMatchObject({ resource: { isComplete: false, stage: "finished" } });
  });

  it("are two where there is no zone to list", () => {
    const empty = newSweep(REGION, [], EPOCH);
    const notices = noticesOf([empty, next(empty, { absencesOf: ["a"] }), next(next(empty), { finishedAt: EPOCH })]);
    expect(notices.map(({ resource: { version, stage } }) => [version, stage])).toEqual([
      [1, "comparing"],
      [2, "finished"],
    ]);
  });

  it("come of a sweep as it is played, from its beginning to its end", async () => {
    const { ports, written } = recordedPlane();
    await ports.templates.save(aTemplate());
    await ports.pools.save(aPool());
    const started = await startSweep(ports, REGION);
    if (started.kind === "unknown-region") throw new Error(started.kind);
    for (let runs = 0; runs < 9; runs += 1) if ((await goOn(ports, started.sweep.id)).kind === "finished") break;
    const sweeps = written.flatMap((each) => (each.kind === "sweep" ? [each] : []));
    const notices = sweeps.flatMap(({ after, before }) => sweepNotice(after, before) ?? []);
    expect(sweeps.length).toBeGreaterThan(notices.length);
    expect(notices.map(({ resource: { version, stage } }) => [version, stage])).toEqual([
      [1, "listing"],
      [2, "comparing"],
      [3, "finished"],
    ]);
  });
});

describe("a sweep as everybody sees it", () => {
  it("names a bounded number of leaks, and says how many there are", () => {
    const leaks = Array.from({ length: LEAKS_SHOWN_MAX + 5 }, (_, n) => `i-${n}`);
    const { findings } = sweepDetailsOf({ ...begun, findings: { ...NOTHING_FOUND, leaks } });
    expect(findings).toMatchObject({ leaks: leaks.slice(0, LEAKS_SHOWN_MAX), leakCount: LEAKS_SHOWN_MAX + 5 });
  });

  it("keeps EC2's markers to the plane", () => {
    const [, first] = writes({ fails: false });
    expect(first?.shards[0]).toMatchObject({ marker: "m" });
    expect(JSON.stringify(sweepDetailsOf(first ?? begun))).not.toContain("marker");
  });
});
