import fc from "fast-check";
import { describe, expect, inject, test } from "vitest";
import { dynamoStore } from "../../../../adapters/aws/dynamo/store.ts";
import { memoryStore } from "../../../../adapters/memory/store.ts";
import { SPREAD_FIRST } from "../../../../core/model/ids.ts";
import type { Change, Store } from "../../../../core/ports/store.ts";
import { CLAIM_STATES } from "../../../../events/states.ts";
import {
  aClaim,
  aLedger,
  anInstance,
  anIntent,
  anUnavailable,
  claimNo,
  EPOCH,
  instanceNo,
  POOL,
  REGION,
} from "../../../builders.ts";
import { freshTable } from "../../../dynamodb-table.ts";

const endpoint = inject("dynamoDbEndpoint");
const RESOURCES = [1, 2, 3];
const STATES = ["warm", "parking", "gone"] as const;
const STATE_INDEXES = ["warm", "warm-leased", "parking", "parking-leased", "gone", "suspect"] as const;
const TIERS = ["running", "stopped"] as const;
let tables = 0;

/** Mostly the write that is next, sometimes one that was overtaken or runs ahead. */
const lead = fc.constantFrom(1, 1, 1, 1, 0, 2);
const which = fc.constantFrom(...RESOURCES);
const instanceStep = fc.record({
  n: which,
  lead,
  state: fc.constantFrom(...STATES),
  tier: fc.constantFrom(...TIERS),
  lease: fc.option(fc.constant({ claim: claimNo(1), epoch: 1, at: EPOCH, overrides: {}, configured: true }), {
    nil: undefined,
  }),
  suspectSince: fc.option(fc.constant(EPOCH), { nil: undefined, freq: 4 }),
});
const claimStep = fc.record({ n: which, lead, state: fc.constantFrom(...CLAIM_STATES) });
const step = fc.oneof(
  fc.record({ instance: instanceStep }),
  fc.record({ claim: claimStep }),
  fc.record({ instance: instanceStep, claim: claimStep }),
  fc.record({ plan: fc.record({ lead, added: fc.uniqueArray(which, { maxLength: 2 }) }) }),
  fc.record({ settled: which }),
  fc.record({ wall: which, lead }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const tokenNo = (n: number) => `token-${n}`;
/** The step as one call on any store; which version is next is given by the memory store's. */
async function callFor(twin: Store, taken: Step): Promise<(store: Store) => Promise<unknown>> {
  if ("plan" in taken) {
    const epoch = Math.max(1, (await twin.ledgers.find(POOL)).epoch + taken.plan.lead);
    const added = taken.plan.added.map((n) => anIntent({ token: tokenNo(n), epoch }));
    return ({ ledgers }) =>
      ledgers.save(aLedger({ epoch }), { added, dropped: [tokenNo(3)].filter(() => added.length === 0) });
  }
  if ("settled" in taken) return ({ ledgers }) => ledgers.settle(POOL, tokenNo(taken.settled));
  if ("wall" in taken) {
    const offering = `place-${taken.wall % 2}`;
    const version =
      ((await twin.offerings.recall(REGION)).find((wall) => wall.offering === offering)?.version ?? 0) + taken.lead;
    return ({ offerings }) =>
      offerings.save(anUnavailable({ offering, version: Math.max(1, version), until: EPOCH + taken.wall }));
  }
  const change: { -readonly [Key in keyof Change]: Change[Key] } = {};
  if ("instance" in taken) {
    const { n, lead: ahead, lease, suspectSince, ...fields } = taken.instance;
    const marks = { ...(lease && { lease }), ...(suspectSince && { suspectSince }) };
    const id = instanceNo(n);
    const version = ((await twin.instances.find(id))?.version ?? 0) + ahead;
    change.instance = anInstance({ id, version: Math.max(1, version), ...fields, ...marks });
  }
  if ("claim" in taken) {
    const { n, lead: ahead, state } = taken.claim;
    const version = ((await twin.claims.find(claimNo(n)))?.version ?? 0) + ahead;
    change.claim = aClaim({ id: claimNo(n), version: Math.max(1, version), state });
  }
  return ({ records }) => records.commit(change);
}

/** All that can be read, in an order of its own where the port promises none. */
async function everything({ instances, claims, ledgers, offerings }: Store): Promise<unknown> {
  const stateIndexes = STATE_INDEXES.flatMap((stateIndex) => TIERS.map((tier) => ({ pool: POOL, stateIndex, tier })));
  const ledger = await ledgers.find(POOL);
  return {
    found: await Promise.all(RESOURCES.map((n) => instances.find(instanceNo(n)))),
    histories: await Promise.all(RESOURCES.map((n) => instances.history(instanceNo(n)))),
    listByState: await Promise.all(
      stateIndexes.map((each) => instances.listByState({ ...each, from: SPREAD_FIRST, limit: 9 })),
    ),
    stock: (await instances.stock(POOL)).toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    page: await instances.page(POOL, { limit: 9 }),
    claims: await Promise.all(RESOURCES.map((n) => claims.find(claimNo(n)))),
    pending: await claims.pending(POOL, 9),
    listed: await claims.page(POOL, { limit: 9 }),
    ledger: { ...ledger, intents: ledger.intents.toSorted((one, other) => (one.token < other.token ? -1 : 1)) },
    unavailable: (await offerings.recall(REGION)).toSorted((one, other) => (one.offering < other.offering ? -1 : 1)),
    intents: await Promise.all(RESOURCES.map((n) => ledgers.intent(POOL, tokenNo(n)))),
  };
}

describe.skipIf(endpoint === undefined)("always", () => {
  test("both stores give the same answers to the same calls", async () => {
    const sameAnswers = fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      tables += 1;
      const { client, table } = await freshTable(endpoint!, `twin-${tables}`);
      const inMemory = memoryStore();
      const inTable = dynamoStore({ client, table, clock: { now: () => EPOCH }, counters: { count: () => {} } });
      for (const taken of steps) {
        const call = await callFor(inMemory, taken);
        expect(await call(inTable)).toEqual(await call(inMemory));
      }
      const expected = await everything(inMemory);
      await expect.poll(() => everything(inTable)).toEqual(expected);
    });
    await fc.assert(sameAnswers, { numRuns: 15, seed: 20260105, endOnFailure: true });
  });
});
