import { describe, expect, it } from "vitest";
import { mainTier } from "../../../core/model/pool.ts";
import { wants } from "../../../core/planner/refill.ts";
import type { Snapshot } from "../../../core/planner/snapshot.ts";
import { TIERS } from "../../../events/tiers.ts";
import { aLease, aLedger, anIntent, aPool, aTarget, claimNo, EPOCH, instanceNo } from "../../builders.ts";
import { A, aSnapshot, B, M5, row, rows, waiting } from "./snapshots.ts";

const wanted = (
  changes: Partial<Snapshot>,
  given: readonly number[] = [],
  unserved: Parameters<typeof wants>[2] = [],
) => wants(aSnapshot(changes), new Set(given.map(instanceNo)), unserved);
const counts = (...args: Parameters<typeof wanted>) => {
  const { wants } = wanted(...args);
  return Object.fromEntries(
    TIERS.map((tier) => [tier, wants.filter((want) => want.tier === tier && !want.claim).length]),
  );
};
const codes = (...args: Parameters<typeof wanted>) =>
  wanted(...args).reasons.map(({ code, detail = {} }) => [code, ...Object.values(detail)]);
const poolOf = (changes: Parameters<typeof aTarget>[0]) => ({ pool: aPool({ target: aTarget(changes) }) });
const OLD = { generation: "windows-2022-build@2/ami-0a1b2c3d4e5f60718" };

describe("a tier below its target", () => {
  it("wants what it lacks", () => {
    expect(counts(poolOf(aTarget({ running: 1, hibernated: 2, stopped: 3 })))).toEqual(
      aTarget({ running: 1, hibernated: 2, stopped: 3 }),
    );
    expect(counts({ ...poolOf({ stopped: 3 }), stock: rows(2, "warm") })).toEqual(aTarget({ stopped: 1 }));
  });

  it.each(["launching", "preparing", "parking", "warm", "returning"] as const)("counts what is %s", (state) => {
    expect(counts({ ...poolOf({ stopped: 3 }), stock: rows(2, state) }).stopped).toBe(1);
  });

  it.each(["handing-over", "in-use", "quarantined", "retiring"] as const)("does not count what is %s", (state) => {
    expect(counts({ ...poolOf({ stopped: 3 }), stock: rows(2, state) }).stopped).toBe(3);
  });

  it("does not count what is reserved, or given away by this very plan", () => {
    const stock = [row(1, "preparing", { lease: aLease() }), row(2), row(3)];
    expect(counts({ ...poolOf({ stopped: 3 }), stock }).stopped).toBe(1);
    expect(counts({ ...poolOf({ stopped: 3 }), stock }, [2]).stopped).toBe(2);
  });

  it("counts a suspect, so that nothing is refilled for twice", () => {
    expect(counts({ ...poolOf({ stopped: 3 }), stock: rows(3, "warm", { suspectSince: EPOCH }) }).stopped).toBe(0);
  });

  it("counts each launch under way with all its instances, in its own tier", () => {
    const ledger = aLedger({ intents: [anIntent({ count: 2 }), anIntent({ count: 9, tier: "running" })] });
    expect(counts({ ...poolOf({ stopped: 3 }), ledger }).stopped).toBe(1);
  });

  it("does not count another tier's stock", () => {
    expect(counts({ ...poolOf({ stopped: 3 }), stock: rows(3, "warm", { tier: "running" }) }).stopped).toBe(3);
  });

  it("says what it has and wants, launches under way included", () => {
    const ledger = aLedger({ intents: [anIntent({ count: 1 })] });
    expect(codes({ ...poolOf({ stopped: 4 }), stock: rows(2, "warm"), ledger })).toEqual([
      ["launches-under-way", 1],
      ["below-target", "stopped", 3, 4],
    ]);
  });

  it("wants nothing above its target, and says so; a tier without target says nothing", () => {
    expect(counts({ ...poolOf({ stopped: 3 }), stock: rows(5, "warm") })).toEqual(aTarget({}));
    expect(codes({ ...poolOf({ stopped: 3 }), stock: rows(3, "warm") })).toEqual([["at-target", "stopped", 3]]);
    expect(codes(poolOf({}))).toEqual([]);
  });
});

describe("outdated members", () => {
  it("are replaced a tenth at a time, and one at least", () => {
    expect(counts({ ...poolOf({ stopped: 4 }), stock: rows(4, "warm", OLD) }).stopped).toBe(1);
    expect(counts({ ...poolOf({ stopped: 30 }), stock: rows(30, "warm", OLD) }).stopped).toBe(3);
    expect(counts({ ...poolOf({ stopped: 31 }), stock: rows(31, "warm", OLD) }).stopped).toBe(4);
  });

  it("are replaced by no more than are outdated", () => {
    const stock = [...rows(1, "warm", OLD), ...rows(39, "warm", {}, 2)];
    expect(counts({ ...poolOf({ stopped: 40 }), stock }).stopped).toBe(1);
  });

  it("wait while replacements are prepared or under way", () => {
    const stock = [...rows(4, "warm", OLD), row(5, "preparing")];
    expect(counts({ ...poolOf({ stopped: 4 }), stock }).stopped).toBe(0);
    const ledger = aLedger({ intents: [anIntent({ count: 1 })] });
    expect(counts({ ...poolOf({ stopped: 4 }), stock: rows(4, "warm", OLD), ledger }).stopped).toBe(0);
  });

  it("do not keep a tier from its target", () => {
    expect(counts({ ...poolOf({ stopped: 6 }), stock: rows(4, "warm", OLD) }).stopped).toBe(3);
  });

  it("that are suspect or not warm yet are not replaced", () => {
    const stock = [...rows(2, "warm", { ...OLD, suspectSince: EPOCH }), ...rows(2, "parking", OLD, 3)];
    expect(counts({ ...poolOf({ stopped: 4 }), stock }).stopped).toBe(0);
  });

  it("are reported", () => {
    expect(codes({ ...poolOf({ stopped: 4 }), stock: rows(4, "warm", OLD) })).toEqual([
      ["replacing", "stopped", 4],
      ["below-target", "stopped", 4, 4],
    ]);
  });
});

describe("a claim that nothing in stock fits", () => {
  const claims = (...args: Parameters<typeof wanted>) => wanted(...args).wants.filter(({ claim }) => claim);

  it("is launched for if its pool launches, in the tier the pool mostly keeps, as it asks", () => {
    const unserved = [waiting(1, { az: B, type: M5 }), waiting(2)];
    expect(claims(poolOf({ running: 1, stopped: 2 }), [], unserved)).toEqual([
      { tier: "stopped", claim: claimNo(1), az: B, type: M5 },
      { tier: "stopped", claim: claimNo(2) },
    ]);
  });

  it("comes before the target", () => {
    expect(wanted(poolOf({ stopped: 1 }), [], [waiting(1)]).wants.map(({ claim }) => claim)).toEqual([
      claimNo(1),
      undefined,
    ]);
  });

  it.each(["queue", "refuse"] as const)("is not launched for if its pool does not: %s", (fallback) => {
    expect(claims({}, [], [waiting(1, {}, { fallback })])).toEqual([]);
  });

  it("waits for a launch under way that fits, which then counts for no target", () => {
    const ledger = aLedger({ intents: [anIntent({ count: 2 })] });
    expect(claims({ ledger }, [], [waiting(1), waiting(2)])).toEqual([]);
    expect(claims({ ledger }, [], [waiting(1), waiting(2), waiting(3)])).toHaveLength(1);
    expect(counts({ ...poolOf({ stopped: 2 }), ledger }, [], [waiting(1)]).stopped).toBe(1);
  });

  it("waits for no launch of another zone, type or tier", () => {
    const ledger = aLedger({ intents: [anIntent({ count: 5, az: A })] });
    expect(claims({ ledger }, [], [waiting(1, { az: B })])).toHaveLength(1);
    expect(claims({ ledger }, [], [waiting(1, { type: M5 })])).toHaveLength(1);
    const running = aLedger({ intents: [anIntent({ count: 5, tier: "running" })] });
    expect(claims({ ledger: running }, [], [waiting(1)])).toHaveLength(1);
  });

  it("gives way to one that has no other launch to wait for", () => {
    const ledger = aLedger({ intents: [anIntent({ count: 1, az: A }), anIntent({ count: 1, az: B })] });
    expect(claims({ ledger }, [], [waiting(1), waiting(2, { az: A })])).toEqual([]);
    expect(claims({ ledger }, [], [waiting(1), waiting(2), waiting(3, { az: A })])).toEqual([
      { tier: "stopped", claim: claimNo(3), az: A },
    ]);
  });

  it("is reported, with all that wait", () => {
    const unserved = [waiting(1), waiting(2, {}, { fallback: "queue" })];
    expect(codes(poolOf({}), [], unserved)).toEqual([["claims-waiting", 2]]);
  });
});

describe("the tier a pool mostly keeps", () => {
  it.each([
    [{ stopped: 4, running: 1 }, "stopped"],
    [{ stopped: 1, running: 4 }, "running"],
    [{ hibernated: 2, stopped: 1 }, "hibernated"],
    [{ hibernated: 2, stopped: 2 }, "hibernated"],
  ] as const)("of %j is %s", (sizes, tier) => {
    expect(mainTier({ target: aTarget(sizes) })).toBe(tier);
  });

  it("of a pool that keeps nothing is the one any template can fill", () => {
    expect(mainTier({ target: aTarget({}) })).toBe("stopped");
  });
});
