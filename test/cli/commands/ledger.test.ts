import { describe, expect, it } from "vitest";
import { bucketOf } from "../../../core/delivery/histogram.ts";
import type { Claim } from "../../../core/model/claim.ts";
import { coldOf, dayOf } from "../../../core/model/tally.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { aClaim, claimNo, EPOCH, inState, instanceNo, POOL } from "../../builders.ts";
import { greenroom } from "../greenroom.ts";
import { startPlane, startStockedPlane } from "../plane.ts";

/** A claim of an hour ago that took so long, its time spread over the stages. */
const served = (nth: number, kind: NonNullable<Claim["kind"]>, tookMs: number, changes: Partial<Claim> = {}): Claim => {
  const requestedAt = EPOCH - HOUR_MS + nth;
  const part = tookMs / 4;
  return aClaim({
    ...{ id: claimNo(nth), kind, state: "released", requestedAt, deliveredAt: requestedAt + tookMs, version: 1 },
    handOver: { waitMs: 0, prepareMs: 0, configureMs: 0, startMs: part, bootMs: 2 * part, verifyMs: part },
    because: [{ code: kind === "hit" ? "warm-found" : "nothing-warm" }],
    ...changes,
  });
};

async function plane(claims: readonly Claim[], coldMs?: number) {
  const started = await startStockedPlane();
  const { records, tallies } = started.ports;
  for (const claim of claims) await records.commit({ claim });
  await records.commit({ instance: inState("warm", { id: instanceNo(2), since: EPOCH - HOUR_MS, version: 1 }) });
  if (coldMs !== undefined) await tallies.add(coldOf(POOL), { day: dayOf(EPOCH), amounts: { [bucketOf(coldMs)]: 3 } });
  return started;
}
const MIXED = [
  served(1, "hit", 48 * SECOND_MS),
  served(2, "hit", 60 * SECOND_MS),
  served(3, "almost-warm-hit", 100 * SECOND_MS),
  served(4, "miss", 5 * MINUTE_MS),
];

describe("greenroom ledger POOL", () => {
  it("sets hits, almost-warm hits and misses side by side, then what was saved and what that cost", async () => {
    const { url } = await plane(MIXED, 4 * MINUTE_MS);
    const { exit, out } = await greenroom(["ledger", POOL, "--url", url], {
      size: () => ({ columns: 80, rows: 40 }),
    });
    expect(exit).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "win-build  2026-01-04 09:00:00Z to 2026-01-05 09:00:00Z

                      HIT              ALMOST-WARM HIT  MISS
      claims          2 (50.0 %)       1 (25.0 %)       1 (25.0 %)
      hand-over       48.0 s / 1m00s   1m40s / 1m40s    5m00s / 5m00s
        wait for one  0.0 s / 0.0 s    0.0 s / 0.0 s    0.0 s / 0.0 s
        prepare it    0.0 s / 0.0 s    0.0 s / 0.0 s    0.0 s / 0.0 s
        change it     0.0 s / 0.0 s    0.0 s / 0.0 s    0.0 s / 0.0 s
        start it      12.0 s / 15.0 s  25.0 s / 25.0 s  1m15s / 1m15s
        boot          24.0 s / 30.0 s  50.0 s / 50.0 s  2m30s / 2m30s
        verify        12.0 s / 15.0 s  25.0 s / 25.0 s  1m15s / 1m15s
      saved           6m13s            2m20s            -59.4 s

      Times: half within / 99 of 100 within. Percentiles of stages do not add up.

        hit rate        50.0 %
        cold start      4m00s / 4m00s, of 3 launches of its own
        saved           7m34s in all, beside the median cold start
        waiting         1h00m of instances, 0.0110 USD
        a second saved  costs 0.0000242 USD

      Why not from warm
        almost-warm hit: 1 × nothing-warm
        miss: 1 × nothing-warm
      "
    `);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("says so, loudly, if hits are not faster, and ends well all the same", async () => {
    const { run } = await plane([served(1, "hit", 5 * MINUTE_MS), served(2, "miss", 4 * MINUTE_MS)], 4 * MINUTE_MS);
    const { exit, out } = await run("ledger", POOL);
    expect(exit).toBe(0);
    expect(out.replaceAll(/\s+/g, " ")).toContain(
      "THIS POOL SAVES NOTHING: half of the hits took 300 s and more, and of the misses 240 s: a hit is not faster",
    );
    expect(out).toMatch(/saved +-58\.\d s in all/);
  });

  it("does not guess what was saved while the pool has launched nothing", async () => {
    const { run } = await plane(MIXED);
    expect((await run("ledger", POOL)).out).toContain(
      "cold start  unknown: it has launched nothing yet that was ready",
    );
  });

  it("says that nobody claimed, and what that cost", async () => {
    const { run } = await plane([]);
    const { out } = await run("ledger", POOL, "--since", "2h");
    expect(out).toContain("Nobody claimed.");
    expect(out).toContain("1h00m of instances");
  });

  it("lists the claims, each with what was tried for it", async () => {
    const [attempt, outcome, offering, why] = [
      "warm",
      "failed",
      "eu-west-1a/m6i.xlarge",
      { code: "nothing-warm" },
    ] as const;
    const attempts = [{ attempt, outcome, at: EPOCH - HOUR_MS, offering, instance: instanceNo(7), why }];
    const { run, runJson } = await plane([
      served(1, "hit", 48 * SECOND_MS),
      served(2, "miss", MINUTE_MS, { attempts }),
    ]);
    const { out } = await run("ledger", POOL, "--claims");
    const lines = out.split("\n");
    const row = lines.findIndex((line) => line.startsWith(claimNo(2)));
    expect(lines[row]).toMatch(/miss +released +1m00s/);
    expect(lines[row + 1]).toContain(`warm failed`);
    expect(lines[row + 1]).toContain(instanceNo(7));
    const { document } = await runJson("ledger", POOL, "--claims");
    expect(document).toMatchObject({ pool: POOL, claims: 2, rows: [{ id: claimNo(1) }, { id: claimNo(2) }] });
  });

  it("prints the plane's answer as one document", async () => {
    const { runJson } = await plane(MIXED, 4 * MINUTE_MS);
    const { document } = await runJson("ledger", POOL, "--since", "3h", "--until", "2026-01-05T09:00:00Z");
    expect(document).toMatchObject({ hitRate: 0.5, kinds: [{ kind: "hit", claims: 2 }, {}, {}] });
    expect(document).not.toHaveProperty("rows");
  });

  it("ends as not found for a pool there is not", async () => {
    const { run } = await startPlane();
    expect((await run("ledger", "other")).exit).toBe(3);
  });
});
