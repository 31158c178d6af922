import { describe, expect, test, vi } from "vitest";
import type { Claim } from "../../core/model/claim.ts";
import { CAPACITY_LEAST_MS } from "../../core/model/limits.ts";
import { HOUR_MS, type Instant, MINUTE_MS } from "../../core/model/time.ts";
import { EC2_CALLS, TICK_MS } from "../../local/assumptions.ts";
import { claimants } from "../../local/claimants.ts";
import { put } from "../../local/client.ts";
import { localCloud } from "../../local/cloud.ts";
import { DEMO_POOLS } from "../../local/demo-pools.ts";
import { reporter } from "../../local/report.ts";
import { type Outage, withOutages } from "../../local/world/outages.ts";
import { EPOCH } from "../builders.ts";

vi.setConfig({ testTimeout: 120_000 });

const REGION = "eu-central-1";
const OPENS = EPOCH + HOUR_MS;
/** A launch that was asked for before the refusal was written could not know of it, and EC2 takes as long as this to look at it. */
const UNAWARE_MS = EC2_CALLS.launch.p99;

interface Asked {
  readonly place: string;
  readonly at: Instant;
  readonly refused: boolean;
}

/** A claim a minute for two hours, of Windows and Linux pools that were filled before, while EC2 has outages. */
async function played(outages: readonly Outage[], { fallback = "launch", seed = 5, everyMs = MINUTE_MS } = {}) {
  const asked: Asked[] = [];
  const cloud = localCloud({
    seed,
    start: EPOCH,
    haste: { tickMs: TICK_MS, unmanagedGapMs: 10 * MINUTE_MS },
    capacity(place) {
      const room = withOutages(outages, cloud.clock)(place);
      asked.push({ place: `${place.az}/${place.type}`, at: cloud.clock.now(), refused: room < 1 });
      return room;
    },
  });
  const watching = reporter(cloud, seed);
  const claims = new Map<string, Claim>();
  cloud.watch((fact) => {
    if (fact.kind === "written" && fact.written.kind === "claim") claims.set(fact.written.after.id, fact.written.after);
  });
  const pools = DEMO_POOLS.pools.map((pool) => ({ ...pool, fallback }));
  cloud.scheduler.after(0, async () => void (await cloud.api.fetch(put("/pools", { ...DEMO_POOLS, pools }))));
  const crowd = claimants(
    cloud,
    pools.map(({ id }) => ({ pool: id, types: [] })),
  );
  for (let at = OPENS; at < OPENS + 2 * HOUR_MS; at += everyMs) cloud.scheduler.at(at, () => crowd.arrive(1));
  await cloud.run(OPENS + 2 * HOUR_MS);
  for (let hours = 0; hours < 12 && crowd.live() > 0; hours += 1) await cloud.run(cloud.clock.now() + HOUR_MS);
  await cloud.run(cloud.clock.now() + HOUR_MS);
  return { asked, claims: [...claims.values()], report: watching.report({ atEnd: true }), cloud };
}

const during = (from: number, until: number) => ({ from: OPENS + from * MINUTE_MS, until: OPENS + until * MINUTE_MS });
const OUTAGES = {
  "a whole zone": [{ az: `${REGION}a`, ...during(10, 50) }],
  "two of three zones, one after the other": [
    { az: `${REGION}a`, ...during(10, 70) },
    { az: `${REGION}b`, ...during(30, 90) },
  ],
  "the types that the pools prefer": [
    { type: "m7i.large", ...during(10, 70) },
    { type: "m7i.xlarge", ...during(10, 70) },
  ],
  "a zone and a type at once": [
    { az: `${REGION}c`, ...during(5, 60) },
    { type: "m7i.large", ...during(20, 50) },
    { type: "m7i.xlarge", ...during(20, 50) },
  ],
  everything: [during(20, 35)],
} as const satisfies Record<string, readonly Outage[]>;

/** Asked where EC2 had refused within the least time that a place is left alone, by whom could know. */
const metAgain = (asked: readonly Asked[]): readonly Asked[] =>
  asked.filter(({ place, at }) =>
    asked.some(
      (unavailableOffering) =>
        unavailableOffering.refused &&
        unavailableOffering.place === place &&
        at > unavailableOffering.at + UNAWARE_MS &&
        at < unavailableOffering.at + CAPACITY_LEAST_MS,
    ),
  );

describe("while EC2 has no capacity for", () => {
  test.each(Object.entries(OUTAGES))(
    "%s, every claim is served or refused, and nothing is leaked",
    async (_, outages) => {
      const { asked, claims, report } = await played(outages);
      expect(report.violations).toEqual([]);
      expect(asked.filter(({ refused }) => refused).length).toBeGreaterThan(0);
      expect(claims).toHaveLength(120);
      expect(claims.filter(({ endedAt }) => endedAt === undefined)).toEqual([]);
      for (const { state, last, deliveredAt } of claims)
        if (state === "refused") expect(last.reasons.length).toBeGreaterThan(0);
        else expect(deliveredAt).toBeDefined();

      // That what was tried comes in the fallback chain's order is a rule of every run.
      expect(metAgain(asked)).toEqual([]);
      expect(claims.some(({ attempts }) => attempts?.some(({ outcome }) => outcome === "failed"))).toBe(true);
    },
  );

  test("everything, a pool that refuses what it cannot serve at once says so of each claim", async () => {
    const { claims, report } = await played(OUTAGES.everything, { fallback: "refuse" });
    expect(report.violations).toEqual([]);
    const refused = claims.filter(({ state }) => state === "refused");
    expect(refused.length).toBeGreaterThan(0);
    for (const { last, attempts = [] } of refused) {
      expect(last.reasons.at(-1)?.code).toBe("refused-by-policy");
      expect(attempts.at(-1)).toMatchObject({ attempt: "refuse", outcome: "refused" });
    }
  });
});

describe("two hours in which a zone is out for forty minutes", () => {
  test("are served from the others, and the zone is tried again ever more seldom", async () => {
    const { asked, claims } = await played(OUTAGES["a whole zone"], { seed: 11 });
    const inZone = asked.filter(({ refused }) => refused);
    expect(inZone.every(({ place }) => place.startsWith(`${REGION}a/`))).toBe(true);
    // Four places: two types for each of the pools. Each is tried again when its time is over: 1, 2, 4, 8 and 16 minutes on.
    expect(inZone.length).toBeLessThanOrEqual(4 * 6);
    const isElsewhere = ({ attempts = [] }: Claim): boolean =>
      attempts.some(({ attempt, outcome }) => attempt === "another-zone" && outcome === "held");
    expect(claims.filter(isElsewhere).length).toBeGreaterThan(0);
    expect(claims.every(({ deliveredAt }) => deliveredAt !== undefined)).toBe(true);
  });
});
