import { describe, expect, it } from "vitest";
import {
  INTENT_AGE_MAX_MS,
  LAUNCH_PATIENCE_MS,
  PLAN_ASSIGNMENTS_MAX,
  PLAN_EXPIRIES_MAX,
  PLAN_LAUNCHES_MAX,
} from "../../../core/model/limits.ts";
import { plan } from "../../../core/planner/plan.ts";
import type { Snapshot } from "../../../core/planner/snapshot.ts";
import { aLedger, anIntent, aPool, aTarget, claimNo, EPOCH, instanceNo } from "../../builders.ts";
import { aSnapshot, asAsked, NOW, row, rows, waiting } from "./snapshots.ts";

const planned = (changes: Partial<Snapshot> = {}) => plan(aSnapshot(changes), asAsked);
const codes = (changes: Partial<Snapshot>) => planned(changes).reasons.map(({ code }) => code);
const count = (changes: Partial<Snapshot>) => planned(changes).launches.reduce((sum, launch) => sum + launch.count, 0);

describe("a plan that has something to remember", () => {
  it("writes the ledger one epoch on, with its launches in it", () => {
    const { ledger, changesLedger, launches } = planned({
      ledger: aLedger({ epoch: 8, intents: [anIntent({ count: 1 })] }),
    });
    expect(changesLedger).toBe(true);
    expect(ledger).toMatchObject({ epoch: 9, intents: [anIntent({ count: 1 }), ...launches] });
    expect(launches.map(({ epoch }) => epoch)).toEqual([9, 9]);
  });

  it("writes it for a surplus that begins, too", () => {
    const { ledger, changesLedger, launches } = planned({ stock: rows(5, "warm") });
    expect(launches).toEqual([]);
    expect(changesLedger).toBe(true);
    expect(ledger).toEqual(aLedger({ epoch: 2, surplusSince: { stopped: NOW } }));
  });
});

describe("a plan of a pool that is as it should be", () => {
  it("does nothing, writes nothing, and says so", () => {
    const { ledger, ...rest } = planned({ stock: rows(4, "warm") });
    expect(ledger).toEqual(aLedger());
    expect(rest).toEqual({
      changesLedger: false,
      launches: [],
      droppedIntents: [],
      overdue: [],
      assignments: [],
      expired: [],
      retirements: [],
      reasons: [{ code: "at-target", detail: { tier: "stopped", target: 4 } }],
    });
  });
});

describe("a launch that nobody settled", () => {
  const old = anIntent({ token: "old", count: 4, at: NOW - INTENT_AGE_MAX_MS - 1 });

  it("is given up after its time, and launched anew under another token", () => {
    const { droppedIntents, ledger, launches } = planned({ ledger: aLedger({ intents: [old] }) });
    expect(droppedIntents).toEqual(["old"]);
    expect(ledger.intents).toEqual(launches);
    expect(launches.map(({ token }) => token)).not.toContain("old");
    expect(count({ ledger: aLedger({ intents: [old] }) })).toBe(4);
  });

  it("is asked again after a while, under its own token, as long as it is not given up", () => {
    const waits = { ...old, at: NOW - LAUNCH_PATIENCE_MS };
    const late = { ...old, token: "late", at: NOW - LAUNCH_PATIENCE_MS - 1 };
    const ledger = aLedger({ intents: [old, waits, late] });
    expect(planned({ ledger }).overdue).toEqual([late]);
    const many = Array.from({ length: 30 }, (_, nth) => ({ ...late, token: `late-${nth}` }));
    expect(planned({ ledger: aLedger({ intents: many }) }).overdue).toHaveLength(PLAN_LAUNCHES_MAX);
  });

  it("is waited for until then", () => {
    const ledger = aLedger({ intents: [{ ...old, at: NOW - INTENT_AGE_MAX_MS }] });
    expect(planned({ ledger })).toMatchObject({ droppedIntents: [], launches: [], changesLedger: false });
  });
});

describe("waiting claims", () => {
  it("are given stock, which the target then lacks", () => {
    const { assignments, launches } = planned({ stock: rows(4, "warm"), pending: [waiting(1)] });
    expect(assignments).toEqual([{ claim: waiting(1), instance: instanceNo(1) }]);
    expect(launches).toMatchObject([{ count: 1 }]);
  });

  it("are launched for when nothing fits", () => {
    const changes = { pool: aPool({ target: aTarget({}), max: { instances: 9 } }), pending: [waiting(1), waiting(2)] };
    expect(count(changes)).toBe(2);
    expect(codes(changes)).toEqual(["claims-waiting"]);
  });

  it("are refused, oldest first, when they waited too long", () => {
    const late = [1, 2].map((n) => waiting(n, {}, { waitUntil: NOW }));
    const { expired } = planned({
      pending: [...late, waiting(3), waiting(4, {}, { state: "leased", waitUntil: NOW })],
    });
    expect(expired.map(({ id }) => id)).toEqual([claimNo(1), claimNo(2)]);
  });

  it("that find stock and must wait for the next plan keep it, and nothing is launched for them", () => {
    const many = PLAN_ASSIGNMENTS_MAX + 10;
    const pending = Array.from({ length: many }, (_, n) => waiting(n));
    const pool = aPool({ target: aTarget({}), max: { instances: 200 }, scaleInDelayMs: 0 });
    const made = planned({ pool, stock: rows(many, "warm"), pending });
    expect(made.assignments).toHaveLength(PLAN_ASSIGNMENTS_MAX);
    expect(made).toMatchObject({ launches: [], retirements: [] });
    expect(made.reasons).toContainEqual({ code: "plan-bound", detail: { bound: PLAN_ASSIGNMENTS_MAX } });
  });

  it("are refused so many in one plan, and that is reported", () => {
    const pending = Array.from({ length: PLAN_EXPIRIES_MAX + 1 }, (_, n) => waiting(n, {}, { waitUntil: NOW }));
    const { expired, reasons } = planned({ pending });
    expect(expired).toHaveLength(PLAN_EXPIRIES_MAX);
    expect(reasons).toContainEqual({ code: "plan-bound", detail: { bound: PLAN_EXPIRIES_MAX } });
  });
});

describe("launches are bounded", () => {
  const open = { failures: 5, countedTo: EPOCH, openUntil: NOW + 1 };

  it("by the breaker, which keeps what is warm", () => {
    const changes = { stock: rows(2, "warm", { readyAt: EPOCH }), ledger: aLedger({ breaker: open }) };
    expect(planned(changes)).toMatchObject({ launches: [], retirements: [] });
    expect(codes(changes)).toEqual(["below-target", "breaker-open"]);
  });

  it("by the breaker, to one on trial", () => {
    const changes = { ledger: aLedger({ breaker: { ...open, openUntil: NOW } }) };
    expect(count(changes)).toBe(1);
    expect(codes(changes)).toEqual(["below-target", "breaker-trial"]);
  });

  it("by outcomes that came since the last plan", () => {
    const { readyAt: _, ...unready } = row(1, "quarantined");
    const stock = [1, 2, 3, 4, 5].map((n) => ({ ...unready, id: instanceNo(n), since: NOW - n }));
    expect(planned({ stock, pool: aPool({ quarantineMax: 9 }) })).toMatchObject({
      launches: [],
      ledger: { breaker: { failures: 5, countedTo: NOW - 1 } },
    });
  });

  it("by the ceiling", () => {
    const changes = {
      pool: aPool({ target: aTarget({ stopped: 9 }), max: { instances: 5 } }),
      stock: rows(2, "in-use"),
    };
    expect(count(changes)).toBe(3);
    expect(codes(changes)).toEqual(["below-target", "ceiling-instances"]);
  });

  it("and no bound is reported that did not bind", () => {
    expect(codes({ pool: aPool({ max: { instances: 4 } }) })).toEqual(["below-target"]);
  });
});
