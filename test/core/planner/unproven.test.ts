import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LAUNCHES_PER_HOUR_UNPROVEN_MAX } from "../../../core/model/blame-limits.ts";
import { HOUR_MS, iso, MINUTE_MS } from "../../../core/model/time.ts";
import { plan } from "../../../core/planner/plan.ts";
import { promised } from "../../../core/planner/stock.ts";
import { roomUnproven } from "../../../core/planner/unproven.ts";
import { aLedger, aPool, aTarget } from "../../builders.ts";
import { aSnapshot, NOW, row } from "./snapshots.ts";

const MOST = LAUNCHES_PER_HOUR_UNPROVEN_MAX;
const launched = (count: number, at = NOW - MINUTE_MS) => aLedger({ unproven: [{ token: "gr-one", count, at }] });
const wanting = (count: number) => aPool({ target: aTarget({ stopped: count }), max: { instances: 1_000 } });

describe("launches of which none has become ready", () => {
  it("are bounded in any hour, and say when the next may come", () => {
    const { room, reasons } = roomUnproven(aSnapshot({ stock: [], ledger: launched(MOST) }));
    expect(room).toBe(0);
    const until = iso(NOW - MINUTE_MS + HOUR_MS);
    expect(reasons).toEqual([{ code: "launches-unproven", detail: { launches: MOST, until } }]);
  });

  it("count for an hour", () => {
    expect(roomUnproven(aSnapshot({ stock: [], ledger: launched(MOST, NOW - HOUR_MS) })).room).toBe(MOST);
    expect(roomUnproven(aSnapshot({ stock: [], ledger: launched(MOST, NOW - HOUR_MS + 1) })).room).toBe(0);
  });

  it("count no more once one is ready", () => {
    const ready = [row(1, "warm", { readyAt: NOW })];
    expect(roomUnproven(aSnapshot({ stock: ready, ledger: launched(MOST) })).room).toBe(MOST);
    const before = [row(1, "warm", { readyAt: NOW - 2 * MINUTE_MS })];
    expect(roomUnproven(aSnapshot({ stock: before, ledger: launched(MOST) })).room).toBe(0);
  });

  it("may be as many as the pool holds that have been ready: a large pool doubles at once", () => {
    const readyAt = NOW - 2 * MINUTE_MS;
    const stock = Array.from({ length: 3 * MOST }, (_, n) => row(n + 1, "warm", { readyAt }));
    expect(roomUnproven(aSnapshot({ stock, ledger: launched(MOST) })).room).toBe(2 * MOST);
  });

  it("are remembered by the plan that makes them, and bound the next", () => {
    const pool = wanting(3 * MOST);
    const first = plan(aSnapshot({ pool, stock: [] }), () => true);
    expect(promised(first.launches)).toBe(MOST);
    expect(first.reasons.map(({ code }) => code)).toContain("launches-unproven");
    const ledger = { ...first.ledger, intents: [] };
    expect(plan(aSnapshot({ pool, stock: [], ledger }), () => true).launches).toEqual([]);
  });
});

describe("always", () => {
  it("an hour in which nothing becomes ready has no more launches than the bound", () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 40 * MINUTE_MS })), {
          maxLength: 40,
        }),
        (wants) => {
          let [ledger, now] = [aLedger(), NOW];
          const all: number[] = [];
          for (const [want, passesMs] of wants) {
            now += passesMs;
            const made = plan(aSnapshot({ pool: wanting(want), stock: [], ledger, now }), () => true);
            ledger = { ...made.ledger, intents: [] };
            all.push(...Array.from({ length: promised(made.launches) }, () => now));
            expect(all.filter((at) => at > now - HOUR_MS).length).toBeLessThanOrEqual(MOST);
          }
        },
      ),
      { seed: 16, numRuns: 100 },
    ));
});
