import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MINUTE_MS } from "../../core/model/time.ts";
import { type PlayOptions, play, preparePlay } from "../../local/play.ts";

/** An hour or so with a burst: enough for hits, almost-warm hits and misses. */
const TRACE = `t_s,count\n${[
  ...Array.from({ length: 30 }, (_, at) => `${at * 120},1`),
  "3601,14",
  "3660,14",
  ...Array.from({ length: 10 }, (_, at) => `${3_700 + at * 60},2`),
].join("\n")}\n`;

let folder: string;
let trace: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "greenroom-play-"));
  trace = join(folder, "burst.csv");
  await writeFile(trace, TRACE);
});
afterAll(() => rm(folder, { recursive: true }));

const short = (changes: Partial<PlayOptions> = {}): PlayOptions => ({ seed: 7, trace, days: 0.06, ...changes });

describe("a play", () => {
  test("serves every claim, keeps every rule, and describes nothing while nothing is lost", async () => {
    const { pools, violations, notices, ec2Calls, unmanagedEvents, simulatedHours } = await play(short());
    expect(violations).toEqual([]);
    const sum = (key: "claims" | "hits" | "almostWarmHits" | "misses" | "failed") =>
      pools.reduce((total, pool) => total + pool[key], 0);
    expect(sum("claims")).toBe(78);
    expect(sum("hits") + sum("almostWarmHits") + sum("misses")).toBe(78);
    expect(sum("almostWarmHits") + sum("misses"), "the burst is more than is warm").toBeGreaterThan(0);
    expect(sum("failed")).toBe(0);
    expect(ec2Calls).toMatchObject({ DescribeInstances: 0, DescribeInstancesById: 0 });
    expect(notices.gaps).toBe(0);
    expect(notices.doubled).toBeGreaterThan(0);
    expect(unmanagedEvents.describeCalls).toBe(0);
    expect(simulatedHours).toBeGreaterThan(2);
    for (const { handOverMs, coldMs, meanIdle, launches, terminated } of pools) {
      expect(handOverMs.p50).toBeGreaterThan(0);
      expect(handOverMs.p99).toBeLessThanOrEqual(handOverMs.max);
      expect(coldMs.p50).toBeGreaterThan(10_000);
      expect(meanIdle).toBeGreaterThan(0);
      expect(launches).toBeGreaterThan(terminated);
    }
  });

  test("makes the same report for the same seed, byte for byte, at any speed", async () => {
    const report = JSON.stringify(await play(short()));
    expect(JSON.stringify(await play(short()))).toBe(report);
    expect(JSON.stringify(await play(short({ speed: 100_000 })))).toBe(report);
    expect(JSON.stringify(await play(short({ onProgress: () => {} })))).toBe(report);
  });

  test("makes another for another seed", async () =>
    expect({ ...(await play(short({ seed: 8 }))), seed: 7 }).not.toEqual(await play(short())));

  test("keeps every rule though events are lost: deadlines look, and nobody else", async () => {
    const { cloud, run } = await preparePlay(short({ lose: 0.1 }));
    const { violations, ec2Calls } = await run();
    expect(violations).toEqual([]);
    expect(ec2Calls.DescribeInstances).toBe(0);
    expect(ec2Calls.DescribeInstancesById).toBeGreaterThan(0);
    const woken = cloud.counters.total("handled", { function: "wake" });
    expect(ec2Calls.DescribeInstancesById).toBeLessThanOrEqual(woken);
  });

  test("has claimants who are notified, and never ask again", async () => {
    const { cloud, run } = await preparePlay(short());
    const paths: string[] = [];
    cloud.watch((fact) => {
      if (fact.kind === "responded") paths.push(fact.path);
    });
    await run();
    const claims = paths.filter((path) => path.includes("claim"));
    expect(claims.filter((path) => path.endsWith("/claims"))).toHaveLength(78);
    expect(claims.filter((path) => path.endsWith("/release"))).toHaveLength(78);
    expect(claims).toHaveLength(156);
  });

  test("reports its progress once a virtual minute, to the end of the demand", async () => {
    const seen: { at: number; done: number }[] = [];
    await play(short({ onProgress: ({ at, done }) => seen.push({ at, done }) }));
    expect(seen.every(({ at }, nth) => nth === 0 || at - seen[nth - 1]!.at === MINUTE_MS)).toBe(true);
    expect([seen[0]?.done, seen.at(-1)?.done]).toEqual([0, 1]);
  });

  test("ends when asked to", async () => {
    const stop = new AbortController();
    const { run, cloud } = await preparePlay(short({ signal: stop.signal }));
    cloud.scheduler.after(30 * MINUTE_MS, () => stop.abort());
    const { simulatedHours, violations } = await run();
    expect(simulatedHours).toBe(0.5);
    expect(violations).toEqual([]);
  });

  test("of no trace generates its demand, and says so", async () => {
    expect(await preparePlay({ seed: 7, days: 1 })).toMatchObject({ demand: "generated" });
    expect(await preparePlay(short())).toMatchObject({ demand: "trace", arrivals: 78 });
  });

  test("of a trace that cannot be read is refused before it begins", async () => {
    await writeFile(join(folder, "bad.csv"), "t_s,count\nsoon,1\n");
    await expect(preparePlay(short({ trace: join(folder, "bad.csv") }))).rejects.toThrow(/bad\.csv, line 2: /);
    await expect(preparePlay(short({ trace: join(folder, "none.csv") }))).rejects.toThrow(/ENOENT/);
  });
});
