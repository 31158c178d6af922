import fc from "fast-check";
import type { Claim } from "../../../core/model/claim.ts";
import type { Instance } from "../../../core/model/instance.ts";
import type { Intent } from "../../../core/model/ledger.ts";
import { offeringOf } from "../../../core/model/offering.ts";
import { DAY_MS, MINUTE_MS } from "../../../core/model/time.ts";
import type { Plan, Snapshot } from "../../../core/planner/snapshot.ts";
import { isWarm } from "../../../core/planner/stock.ts";
import { STATES } from "../../../events/states.ts";
import { perTier, TIERS, type Tier } from "../../../events/tiers.ts";
import { aLease, aLedger, anIntent, aPool, aTemplate, EPOCH } from "../../builders.ts";
import { A, aSnapshot, B, M5, M6I, NOW, row, waiting } from "./snapshots.ts";

const C = "eu-west-1c";
const zone = fc.constantFrom(A, B, C);
const type = fc.constantFrom(M6I, M5);
const tier = fc.constantFrom(...TIERS);
const size = fc.nat(6);
const chance = fc.integer({ min: 0, max: 3 }).map((n) => n === 0);

export const template = aTemplate({
  subnets: { [A]: "subnet-0aaa0000000000001", [B]: "subnet-0bbb0000000000002", [C]: "subnet-0ccc0000000000003" },
  usdPerHour: { running: 0.1, stopped: 0.01 },
});

const pools = fc
  .record({
    target: fc.record(perTier(() => size)),
    instances: fc.nat(40),
    usd: fc.option(fc.integer({ min: 1, max: 40 }).map((n) => n / 10)),
    scaleInDelayMs: fc.constantFrom(0, 15 * MINUTE_MS),
  })
  .map(({ target, instances, usd, scaleInDelayMs }) =>
    aPool({ target, scaleInDelayMs, max: { instances, ...(usd !== null && { usdPerHour: usd }) } }),
  );

const instances: fc.Arbitrary<Instance> = fc
  .record({
    state: fc.constantFrom(...STATES.filter((state) => state !== "gone"), "warm", "warm", "warm"),
    at: fc.record({ tier, az: zone, type }),
    age: fc.constantFrom(MINUTE_MS, DAY_MS, 20 * DAY_MS),
    outdated: chance,
    suspect: chance,
    reserved: chance,
    unready: chance,
    since: fc.nat(9).map((n) => EPOCH + n),
  })
  .map(({ state, at, age, outdated, suspect, reserved, unready, since }) => {
    const { readyAt, ...rest } = row(0, state, { ...at, since, launchedAt: NOW - age });
    return {
      ...rest,
      ...(readyAt !== undefined && !(state === "quarantined" && unready) && { readyAt }),
      ...(outdated && { generation: "windows-2022-build@2/ami-0a1b2c3d4e5f60718" }),
      ...(suspect && { suspectSince: EPOCH }),
      ...(reserved && ["launching", "preparing", "parking"].includes(state) && { lease: aLease() }),
    };
  });

const intents: fc.Arbitrary<Intent> = fc
  .record({ tier, az: zone, type, count: fc.integer({ min: 1, max: 4 }), stale: chance })
  .map(({ stale, ...rest }) => anIntent({ ...rest, at: stale ? NOW - DAY_MS : NOW }));

const claims: fc.Arbitrary<Partial<Claim>> = fc
  .record({ az: fc.option(zone), type: fc.option(type), fallback: fc.constantFrom("launch", "queue"), late: chance })
  .map(({ az, type, fallback, late }) => ({
    request: { caller: "c", key: "k", ...(az && { az }), ...(type && { type }) },
    fallback: fallback as Claim["fallback"],
    waitUntil: late ? NOW : NOW + 1,
  }));

const breakers = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ failures: 0, countedTo: 0 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(NOW + 1, NOW).map((openUntil) => ({ failures: 5, countedTo: NOW, openUntil })),
  },
);

/** Any pool in any condition, as far as a plan can see. */
export const snapshots: fc.Arbitrary<Snapshot> = fc
  .record({
    pool: pools,
    stock: fc.array(instances, { maxLength: 20 }),
    open: fc.array(intents, { maxLength: 4 }),
    breaker: breakers,
    closed: fc.subarray(
      [A, B, C].flatMap((az) => [offeringOf(az, M6I), offeringOf(az, M5)]),
      { maxLength: 5 },
    ),
    since: fc.option(fc.constant({ stopped: EPOCH - DAY_MS })),
    pending: fc.array(claims, { maxLength: 8 }),
  })
  .map(({ pool, stock, open, breaker, closed, since, pending }) =>
    aSnapshot({
      pool,
      template,
      stock: stock.map((each, n) => ({ ...each, id: row(n).id })),
      ledger: aLedger({
        intents: open.map((intent, n) => ({ ...intent, token: `open-${n}` })),
        breaker,
        surplusSince: since ?? {},
      }),
      closed: Object.fromEntries(closed.map((offering) => [offering, NOW + 1])),
      pending: pending.map((claim, n) =>
        waiting(n, claim.request, { ...claim, request: { ...claim.request, key: `${n}` } as Claim["request"] }),
      ),
    }),
  );

/** Any pool that is as full as it may be, of what is in use and, as many as it wants, warm. */
export const fullPools: fc.Arbitrary<Snapshot> = snapshots.map((snapshot) => {
  const stock = snapshot.stock.filter(({ state }) => state === "warm" || state === "in-use");
  const warm = (tier: Tier): number => stock.filter((each) => each.tier === tier && isWarm(each)).length;
  const pool = { ...snapshot.pool, target: perTier(warm), max: { instances: stock.length } };
  return { ...snapshot, pool, stock, ledger: { ...snapshot.ledger, intents: [] } };
});

/** The pool once everything of the plan is done but its launches, which are under way. */
export const applied = (snapshot: Snapshot, { ledger, assignments, retirements, expired }: Plan): Snapshot => ({
  ...snapshot,
  ledger,
  stock: snapshot.stock.map((each) => {
    if (retirements.some(({ instance }) => instance === each.id)) return { ...each, state: "retiring" as const };
    const given = assignments.find(({ instance }) => instance === each.id);
    if (!given) return each;
    return {
      ...each,
      lease: aLease({ claim: given.claim.id }),
      ...(each.state === "warm" && { state: "handing-over" as const }),
    };
  }),
  pending: snapshot.pending.filter(
    (claim) => !expired.includes(claim) && !assignments.some((given) => given.claim.id === claim.id),
  ),
});
