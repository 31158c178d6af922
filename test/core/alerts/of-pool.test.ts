import { describe, expect, it } from "vitest";
import { type PoolView, poolConditions } from "../../../core/alerts/of-pool.ts";
import {
  BREAKER_OPEN_MS,
  HIT_RATE_CLAIMS_MIN,
  HITS_SLOW_MIN,
  QUARANTINE_GROWTH,
  QUARANTINE_GROWTH_MS,
} from "../../../core/model/limits.ts";
import { reason } from "../../../core/model/reason.ts";
import type { StockRow } from "../../../core/model/state-index.ts";
import { anInstance, aPool, aTarget, EPOCH, instanceNo, POOL } from "../../builders.ts";

const rows = (count: number, changes: Partial<StockRow>): StockRow[] =>
  Array.from({ length: count }, (_, n) => anInstance({ id: instanceNo(n), ...changes }));
const view = (changes: Partial<PoolView> = {}): PoolView => ({
  pool: aPool(),
  stock: rows(1, { state: "warm" }),
  breaker: { failures: 0, countedTo: 0 },
  planned: [],
  claims: [],
  slow: [],
  now: EPOCH,
  ...changes,
});
const kinds = (changes: Partial<PoolView>) => poolConditions(view(changes)).map(({ kind }) => kind);

describe("a pool", () => {
  it("that is as it should be is worth no alert", () => {
    expect(poolConditions(view())).toEqual([]);
  });

  it("with fewer warm than its minimum is worth one", () => {
    expect(poolConditions(view({ stock: rows(2, { state: "preparing" }) }))).toEqual([
      { kind: "pool-below-minimum", subject: POOL, reasons: [reason("warm-below-minimum", { warm: 0, minWarm: 1 })] },
    ]);
  });

  it("whose only warm one is suspect is below its minimum", () => {
    expect(kinds({ stock: rows(1, { state: "warm", suspectSince: EPOCH }) })).toEqual(["pool-below-minimum"]);
  });

  it("without a minimum may be empty", () => {
    expect(kinds({ stock: [], pool: aPool({ alerts: { minWarm: 0 } }) })).toEqual([]);
  });

  it.each([
    { stopped: 0, told: false },
    { stopped: 1, told: true },
  ])("that wants $stopped warm, and has none: $told", ({ stopped, told }) => {
    const pool = aPool({ target: aTarget({ stopped }), alerts: { minWarm: 1 } });
    expect(kinds({ stock: [], pool })).toEqual(told ? ["pool-below-minimum"] : []);
  });

  it("whose breaker is open is worth one since it opened", () => {
    const breaker = { failures: 5, countedTo: 0, openUntil: EPOCH + 60_000 };
    const planned = [reason("at-target"), reason("breaker-open", { until: "x", failures: 5 })];
    expect(poolConditions(view({ breaker, planned }))).toEqual([
      { kind: "breaker-open", subject: POOL, since: EPOCH + 60_000 - BREAKER_OPEN_MS, reasons: [planned[1]] },
    ]);
  });

  it.each(["ceiling-money", "price-unknown"] as const)("held back by %s is worth one", (code) => {
    expect(kinds({ planned: [reason(code)] })).toEqual(["money-ceiling"]);
  });

  it.each([
    { count: QUARANTINE_GROWTH, ageMs: 0, most: 10, told: true },
    { count: QUARANTINE_GROWTH - 1, ageMs: 0, most: 10, told: false },
    { count: QUARANTINE_GROWTH, ageMs: QUARANTINE_GROWTH_MS, most: 10, told: false },
    { count: 2, ageMs: 0, most: 2, told: true },
    { count: 0, ageMs: 0, most: 0, told: false },
  ])("with $count quarantined $ageMs ms ago, of $most kept at most: $told", ({ count, ageMs, most, told }) => {
    const stock = [...rows(count, { state: "quarantined", since: EPOCH - ageMs }), ...rows(1, { state: "warm" })];
    expect(kinds({ stock, pool: aPool({ quarantineMax: most }) })).toEqual(told ? ["quarantine-growing"] : []);
  });

  const claims = (hits: number, others: number) => [
    ...Array.from({ length: hits }, () => ({ kind: "hit" as const })),
    ...Array.from({ length: others }, (_, n) => ({
      kind: n % 2 === 0 ? ("miss" as const) : ("almost-warm-hit" as const),
    })),
    {},
  ];
  it.each([
    { hits: 18, others: 2, hitRate: 0.95, told: true },
    { hits: 19, others: 1, hitRate: 0.95, told: false },
    { hits: 0, others: HIT_RATE_CLAIMS_MIN - 1, hitRate: 0.95, told: false },
    { hits: 0, others: 50, hitRate: undefined, told: false },
  ])("with $hits hits and $others others of a target $hitRate: $told", ({ hits, others, hitRate, told }) => {
    const pool = aPool({ alerts: { minWarm: 1, ...(hitRate !== undefined && { hitRate }) } });
    expect(kinds({ pool, claims: claims(hits, others) })).toEqual(told ? ["hit-rate-low"] : []);
  });

  it.each([
    { hits: HITS_SLOW_MIN, why: "slow", told: true },
    { hits: HITS_SLOW_MIN - 1, why: "slow", told: false },
    { hits: HITS_SLOW_MIN, why: "fast", told: false },
  ])("whose $hits hits are $why: $told", ({ hits, why, told }) => {
    const slow = why === "slow" ? [reason("hits-slower-than-cold", { hitSeconds: 9, coldSeconds: 8 })] : [];
    const found = poolConditions(view({ claims: claims(hits, 0), slow }));
    expect(found).toEqual(told ? [{ kind: "hits-not-faster", subject: POOL, reasons: slow }] : []);
  });
});
