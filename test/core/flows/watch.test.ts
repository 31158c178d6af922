import { describe, expect, it } from "vitest";
import { bucketOf } from "../../../core/delivery/histogram.ts";
import { onIdentityMismatch } from "../../../core/flows/on-identity-mismatch.ts";
import { watch } from "../../../core/flows/watch.ts";
import { windowStart } from "../../../core/model/delivery.ts";
import {
  HIT_RATE_CLAIMS_MIN,
  HIT_RATE_WINDOW_MS,
  HITS_SLOW_MIN,
  PROBE_GRACE_MS,
  PROBE_WINDOW_MS,
} from "../../../core/model/limits.ts";
import { reason } from "../../../core/model/reason.ts";
import { coldOf, dayOf } from "../../../core/model/tally.ts";
import { HOUR_MS, MINUTE_MS } from "../../../core/model/time.ts";
import { newSweep } from "../../../core/reconcile/shards.ts";
import { aClaim, anInstance, aPool, CALLER, claimNo, EPOCH, POOL, REGION } from "../../builders.ts";
import { type Stage, stage } from "./stage.ts";

const forecastState = async ({ ports }: Stage) =>
  (await ports.alerts.list()).filter(({ state }) => state !== "over").map(({ id }) => id);
const warm = [anInstance({ state: "warm" })];

describe("watching", () => {
  it("finds nothing where all is well", async () => {
    const on = await stage({ instances: warm });
    expect(await watch(on.ports)).toEqual({ kind: "watched" });
    expect(await on.ports.alerts.list()).toEqual([]);
  });

  it("reports each pool's state to the counters", async () => {
    const on = await stage({ instances: warm });
    const counted: unknown[] = [];
    const gauge = (figures: object, dimensions?: object) => void counted.push([figures, dimensions]);
    await watch({ ...on.ports, counters: { ...on.ports.counters, gauge } });
    expect(counted).toEqual([
      [expect.objectContaining({ "instances-warm": 1, "places-unfilled": 3 }), { pool: "win-build" }],
    ]);
  });

  it("raises what lasts, once, and says when it is over", async () => {
    const on = await stage();
    for (const minute of [0, 5, 10, 15]) {
      on.clock.at = EPOCH + minute * MINUTE_MS;
      await watch(on.ports);
    }
    expect(await on.ports.alerts.list()).toMatchObject([
      { id: "pool-below-minimum.win-build", state: "raised", version: 2 },
    ]);
    await on.ports.records.commit({ instance: anInstance({ state: "warm", version: 1 }) });
    await watch(on.ports);
    expect(await on.ports.alerts.list()).toMatchObject([{ state: "over", version: 3 }]);
  });

  it.each([
    { hits: HIT_RATE_CLAIMS_MIN, ageMs: 0, raised: [] },
    { hits: 0, ageMs: 0, raised: ["hit-rate-low.win-build"] },
    { hits: 0, ageMs: HIT_RATE_WINDOW_MS + 1, raised: [] },
  ])("counts the hits of the last hour: $hits, $ageMs ms ago", async ({ hits, ageMs, raised }) => {
    const claims = Array.from({ length: HIT_RATE_CLAIMS_MIN }, (_, n) =>
      aClaim({ id: claimNo(n), requestedAt: EPOCH - ageMs, state: "released", kind: n < hits ? "hit" : "miss" }),
    );
    const on = await stage({ instances: warm, claims, pools: [aPool({ alerts: { minWarm: 1, hitRate: 0.9 } })] });
    await watch(on.ports);
    expect(await forecastState(on)).toEqual(raised);
  });

  it.each([
    { tookMs: 2 * MINUTE_MS, raised: ["hits-not-faster.win-build"] },
    { tookMs: MINUTE_MS - 1_000, raised: [] },
  ])("holds hits against the pool's own launches, which took a minute: $tookMs ms", async ({ tookMs, raised }) => {
    const claims = Array.from({ length: HITS_SLOW_MIN }, (_, n) =>
      aClaim({ id: claimNo(n), deliveredAt: EPOCH + tookMs, state: "delivered", kind: "hit" }),
    );
    const on = await stage({ instances: warm, claims });
    await on.ports.tallies.add(coldOf(POOL), { day: dayOf(EPOCH), amounts: { [bucketOf(MINUTE_MS)]: 3 } });
    await watch(on.ports);
    expect(await forecastState(on)).toEqual(raised);
  });

  it("lets it stand for an hour that somebody spoke for an instance, and then ends it", async () => {
    const on = await stage({ instances: warm });
    await onIdentityMismatch(on.ports, { id: warm[0]!.id, caller: CALLER });
    const minutes = [5, 55, 61];
    const seen: unknown[] = [];
    for (const minute of minutes) {
      on.clock.at = EPOCH + minute * MINUTE_MS;
      await watch(on.ports);
      seen.push((await on.ports.alerts.list()).map(({ state, version }) => [state, version]));
    }
    expect(seen).toEqual([[["raised", 1]], [["raised", 1]], [["over", 2]]]);
  });

  it("looks at the sweeps of every region that has pools", async () => {
    const on = await stage({ instances: warm });
    for (const minutes of [60, 30]) {
      const begun = newSweep(REGION, [`${REGION}a`], EPOCH - minutes * MINUTE_MS);
      const why = reason("sweep-unanswered", { failures: 5, error: "InternalError" });
      const shards = begun.shards.map((shard) => ({ ...shard, state: "failed" as const, why }));
      await on.ports.sweeps.save({ ...begun, shards, finishedAt: EPOCH });
    }
    await watch(on.ports);
    expect(await forecastState(on)).toEqual([`sweep-incomplete.${REGION}`]);
  });

  it("looks at what the probes of each delivery path lost", async () => {
    const on = await stage({ instances: warm });
    const start = windowStart(EPOCH - HOUR_MS);
    await on.ports.deliveries.sent({ path: "sns-sqs", start }, [0, 1]);
    on.clock.at = start + PROBE_WINDOW_MS + PROBE_GRACE_MS;
    await watch(on.ports);
    expect(await on.ports.alerts.list()).toMatchObject([
      { id: "delivery-loss.sns-sqs", since: start, last: { reasons: [reason("probes-lost", { lost: 2, sent: 2 })] } },
    ]);
  });
});

describe("a pool that cannot be read", () => {
  it("keeps its alerts, hides nobody else's, and has the look repeated", async () => {
    const on = await stage({ pools: [aPool(), aPool({ id: "linux-ci" })] });
    for (const minute of [0, 10]) {
      on.clock.at = EPOCH + minute * MINUTE_MS;
      await watch(on.ports);
    }
    await on.ports.records.commit({ instance: anInstance({ pool: "linux-ci", state: "warm", version: 1 }) });
    const stock = (pool: string) =>
      pool === "win-build" ? Promise.reject(new Error("the store is away")) : on.ports.instances.stock(pool);
    const broken = { ...on.ports, instances: { ...on.ports.instances, stock } };
    await expect(watch(broken)).rejects.toThrow("the store is away");
    expect(await forecastState(on)).toEqual(["pool-below-minimum.win-build"]);
  });
});

describe("what cannot be read or saved", () => {
  it("of a region or a path hides no other's alerts, and has the look repeated", async () => {
    const on = await stage();
    const away = () => Promise.reject(new Error("the store is away"));
    const broken = {
      ...on.ports,
      sweeps: { ...on.ports.sweeps, latest: away },
      deliveries: { ...on.ports.deliveries, windows: away },
    };
    for (const minute of [0, 10]) {
      on.clock.at = EPOCH + minute * MINUTE_MS;
      await expect(watch(broken)).rejects.toThrow("the store is away");
    }
    expect(await forecastState(on)).toEqual(["pool-below-minimum.win-build"]);
  });

  it("of one alert keeps no other from being saved", async () => {
    const on = await stage({ pools: [aPool(), aPool({ id: "linux-ci" })] });
    for (const minute of [0, 10]) {
      on.clock.at = EPOCH + minute * MINUTE_MS;
      if (minute === 10) on.before("alerts.save", () => Promise.reject(new Error("the store is away")));
      await watch(on.ports).catch((error: Error) => expect(error.message).toBe("the store is away"));
    }
    expect((await on.ports.alerts.list()).filter(({ state }) => state === "raised")).toHaveLength(1);
  });
});
