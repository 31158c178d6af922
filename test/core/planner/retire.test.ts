import { describe, expect, it } from "vitest";
import type { Instance } from "../../../core/model/instance.ts";
import { HIBERNATED_MAX_MS, PLAN_RETIREMENTS_MAX } from "../../../core/model/limits.ts";
import { DAY_MS, MINUTE_MS } from "../../../core/model/time.ts";
import { wants } from "../../../core/planner/refill.ts";
import { retire } from "../../../core/planner/retire.ts";
import type { Snapshot } from "../../../core/planner/snapshot.ts";
import { aLease, aLedger, aPool, aTarget, EPOCH, instanceNo } from "../../builders.ts";
import { aSnapshot, NOW, row, rows } from "./snapshots.ts";

const keeping = (stopped: number, changes: Parameters<typeof aPool>[0] = {}) => ({
  pool: aPool({ target: aTarget({ stopped }), ...changes }),
});
const OLD = { generation: "windows-2022-build@2/ami-0a1b2c3d4e5f60718" };
const SURPLUS_OVER = { ledger: aLedger({ surplusSince: { stopped: NOW - 15 * MINUTE_MS } }) };

const leaving = (changes: Partial<Snapshot>, given: readonly number[] = []) => {
  const { retirements, surplusSince, reasons } = retire(aSnapshot(changes), new Set(given.map(instanceNo)));
  return {
    ids: retirements.map(({ instance }) => instance),
    why: retirements.flatMap((each) => each.reasons.map(({ code }) => code)),
    surplusSince,
    reasons,
  };
};

describe("a surplus", () => {
  it("is kept at first, from now on, and said until when", () => {
    const until = new Date(NOW + 15 * MINUTE_MS).toISOString();
    expect(leaving({ ...keeping(2), stock: rows(5, "warm") })).toEqual({
      ids: [],
      why: [],
      surplusSince: { stopped: NOW },
      reasons: [{ code: "surplus-young", detail: { tier: "stopped", count: 3, until } }],
    });
  });

  it("is kept until its time is over, counted from when it began", () => {
    const ledger = aLedger({ surplusSince: { stopped: NOW - 15 * MINUTE_MS + 1 } });
    const { ids, surplusSince } = leaving({ ...keeping(2), stock: rows(5, "warm"), ledger });
    expect(ids).toEqual([]);
    expect(surplusSince).toEqual(ledger.surplusSince);
  });

  it("then leaves, the longest living first, those of one age by id", () => {
    const stock = [row(4), row(2), row(3, "warm", { launchedAt: EPOCH - DAY_MS }), row(1)];
    const surplus = { code: "surplus", detail: { tier: "stopped", count: 2, delaySeconds: 900 } };
    expect(leaving({ ...keeping(2), stock, ...SURPLUS_OVER })).toEqual({
      ids: [instanceNo(3), instanceNo(1)],
      why: ["surplus", "surplus"],
      surplusSince: { stopped: NOW - 15 * MINUTE_MS },
      reasons: [surplus],
    });
  });

  it("is forgotten once there is none", () => {
    expect(leaving({ ...keeping(5), stock: rows(5, "warm"), ...SURPLUS_OVER })).toEqual({
      ids: [],
      why: [],
      surplusSince: {},
      reasons: [],
    });
  });

  it("is counted by tier", () => {
    const stock = [...rows(2, "warm"), ...rows(2, "warm", { tier: "running" }, 3)];
    const { surplusSince } = leaving({ ...keeping(2), stock });
    expect(surplusSince).toEqual({ running: NOW });
  });

  it.each(["launching", "preparing", "parking", "returning", "handing-over", "in-use", "retiring"] as const)(
    "is none of what is %s",
    (state) => {
      expect(leaving({ ...keeping(0), stock: rows(3, state), ...SURPLUS_OVER }).ids).toEqual([]);
    },
  );

  it("is none of what is suspect, or given away by this very plan", () => {
    expect(leaving({ ...keeping(0), stock: rows(3, "warm", { suspectSince: EPOCH }), ...SURPLUS_OVER }).ids).toEqual(
      [],
    );
    expect(leaving({ ...keeping(2), stock: rows(3, "warm"), ...SURPLUS_OVER }, [1]).ids).toEqual([]);
  });

  it("is none while what is warm does not exceed the target, however much is on its way", () => {
    const stock = [...rows(2, "warm"), ...rows(9, "preparing", {}, 3)];
    expect(leaving({ ...keeping(2), stock, ...SURPLUS_OVER }).ids).toEqual([]);
  });

  it("leaves the pool's time to itself when that is nought", () => {
    expect(leaving({ ...keeping(1, { scaleInDelayMs: 0 }), stock: rows(2, "warm") }).ids).toEqual([instanceNo(1)]);
  });
});

describe("what is outdated", () => {
  it("stays until what replaces it is warm", () => {
    const stock = [...rows(4, "warm", OLD), row(5, "parking")];
    expect(leaving({ ...keeping(4), stock }).ids).toEqual([]);
  });

  it("leaves at once when its replacement is, with both generations as the reason", () => {
    const { retirements, surplusSince, reasons } = retire(
      aSnapshot({ ...keeping(4), stock: [...rows(4, "warm", OLD), row(5)] }),
      new Set(),
    );
    expect(reasons).toEqual([]);
    const detail = { generation: OLD.generation, current: "windows-2022-build@3/ami-0a1b2c3d4e5f60718" };
    expect(retirements).toEqual([{ instance: instanceNo(1), reasons: [{ code: "outdated", detail }] }]);
    expect(surplusSince).toEqual({});
  });

  it("leaves before what is merely old", () => {
    const stock = [row(1, "warm", { launchedAt: EPOCH - 2 * DAY_MS }), row(2, "warm", OLD)];
    expect(leaving({ ...keeping(1), stock }).ids).toEqual([instanceNo(2)]);
  });

  it("leaves at once, and the rest of the surplus when its time is over", () => {
    const stock = [...rows(3, "warm"), row(4, "warm", OLD)];
    expect(leaving({ ...keeping(2), stock })).toMatchObject({ ids: [instanceNo(4)], surplusSince: { stopped: NOW } });
    expect(leaving({ ...keeping(2), stock })).toMatchObject({
      reasons: [{ code: "surplus-young", detail: { count: 1 } }],
    });
    expect(leaving({ ...keeping(2), stock, ...SURPLUS_OVER })).toMatchObject({
      ids: [4, 1].map(instanceNo),
      why: ["outdated", "surplus"],
      reasons: [{ code: "surplus", detail: { count: 1 } }],
    });
  });

  it("is what is older than the pool allows, to the moment", () => {
    const aged = (ms: number) => [row(1, "warm", { launchedAt: NOW - ms }), row(2)];
    expect(leaving({ ...keeping(1), stock: aged(14 * DAY_MS) })).toMatchObject({
      ids: [instanceNo(1)],
      why: ["too-old"],
    });
    expect(leaving({ ...keeping(1), stock: aged(14 * DAY_MS - 1) }).ids).toEqual([]);
    expect(retire(aSnapshot({ ...keeping(1), stock: aged(14 * DAY_MS) }), new Set()).retirements).toMatchObject([
      { reasons: [{ detail: { maxAgeHours: 336 } }] },
    ]);
  });
});

describe("what is hibernated", () => {
  const forLong = { ...keeping(1), pool: aPool({ target: aTarget({ hibernated: 1 }), maxAgeMs: 400 * DAY_MS }) };
  const asleep = (ms: number, changes: Partial<Instance> = {}) =>
    row(1, "warm", { tier: "hibernated", observed: { state: "stopped", at: NOW - ms }, since: EPOCH, ...changes });
  const proven = row(2, "warm", { tier: "hibernated" });

  it("is replaced well before the 60 days that EC2 supports, to the moment", () => {
    const stock = (ms: number) => ({ ...forLong, stock: [asleep(ms), proven] });
    expect(HIBERNATED_MAX_MS).toBeLessThan(60 * DAY_MS);
    expect(leaving(stock(HIBERNATED_MAX_MS))).toMatchObject({ ids: [instanceNo(1)], why: ["hibernated-long"] });
    expect(leaving(stock(HIBERNATED_MAX_MS - 1)).ids).toEqual([]);
  });

  it("stays until what replaces it is warm", () => {
    expect(leaving({ ...forLong, stock: [asleep(HIBERNATED_MAX_MS), row(2, "parking")] }).ids).toEqual([]);
    expect(wants(aSnapshot({ ...forLong, stock: [asleep(HIBERNATED_MAX_MS)] }), new Set(), []).wants).toEqual([
      { tier: "hibernated" },
    ]);
  });

  it.each(["stopped", "running"] as const)("is not what is %s for as long", (tier) => {
    const pool = aPool({ target: aTarget({ [tier]: 1 }), maxAgeMs: 400 * DAY_MS });
    const stock = [asleep(HIBERNATED_MAX_MS, { tier }), row(2, "warm", { tier })];
    expect(leaving({ pool, stock }).ids).toEqual([]);
  });
});

describe("quarantine", () => {
  it("keeps what the pool lets it, and the one that came first leaves", () => {
    const stock = [
      row(3, "quarantined", { since: EPOCH + 1 }),
      row(2, "quarantined", { since: EPOCH + 1 }),
      row(9, "quarantined", { since: EPOCH }),
      row(1, "quarantined", { since: EPOCH + 2 }),
    ];
    const full = { code: "quarantine-full", detail: { max: 2 } };
    for (const listed of [stock, stock.toReversed()])
      expect(retire(aSnapshot({ stock: listed }), new Set()).retirements).toEqual([
        { instance: instanceNo(9), reasons: [full] },
        { instance: instanceNo(2), reasons: [full] },
      ]);
  });

  it("keeps all while there is room", () => {
    expect(leaving({ stock: rows(2, "quarantined") }).ids).toEqual([]);
    expect(leaving({ ...keeping(4, { quarantineMax: 0 }), stock: rows(1, "quarantined") }).ids).toEqual([
      instanceNo(1),
    ]);
  });
});

describe("one plan", () => {
  it("retires so many at most, and says so", () => {
    const most = { ...keeping(0, { scaleInDelayMs: 0 }), stock: rows(PLAN_RETIREMENTS_MAX, "warm") };
    expect(leaving(most).reasons.map(({ code }) => code)).toEqual(["surplus"]);
    const more = leaving({ ...most, stock: rows(PLAN_RETIREMENTS_MAX + 1, "warm") });
    expect(more.ids).toHaveLength(PLAN_RETIREMENTS_MAX);
    expect(more.reasons).toContainEqual({ code: "plan-bound", detail: { bound: PLAN_RETIREMENTS_MAX } });
  });

  it("never retires what is leased", () => {
    const leased = rows(3, "preparing", { lease: aLease() });
    expect(leaving({ ...keeping(0), stock: leased, ...SURPLUS_OVER }).ids).toEqual([]);
  });
});
