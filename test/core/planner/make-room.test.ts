import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Instance } from "../../../core/model/instance.ts";
import { plan } from "../../../core/planner/plan.ts";
import type { Plan, Snapshot } from "../../../core/planner/snapshot.ts";
import { isOutdated } from "../../../core/planner/stock.ts";
import { aLedger, anIntent, aPool, aTarget, aTemplate, EPOCH, instanceNo } from "../../builders.ts";
import { applied, fullPools } from "./arbitrary.ts";
import { aSnapshot, asAsked, M5, M6I, NOW, row, rows, waiting } from "./snapshots.ts";

const OLD = { generation: "windows-2022-build@2/ami-0a1b2c3d4e5f60718" };
const HELD = rows(3, "in-use", OLD, 10);
/** Three in use, and so many warm that there is no room for one more. */
const full = (stock: readonly Instance[], changes: Partial<Snapshot> = {}, max = 5): Snapshot =>
  aSnapshot({
    pool: aPool({ target: aTarget({ stopped: 2 }), max: { instances: max } }),
    stock: [...HELD, ...stock],
    ...changes,
  });
const planned = (snapshot: Snapshot) => plan(snapshot, asAsked);
const leaving = (snapshot: Snapshot) => planned(snapshot).retirements.map(({ instance }) => instance);
const OLD_PAIR = [row(1, "warm", { ...OLD, launchedAt: EPOCH + 1 }), row(2, "warm", OLD)];

describe("at a full ceiling", () => {
  it("one outdated instance, the longest living, leaves before its replacement, and says why", () => {
    const current = "windows-2022-build@3/ami-0a1b2c3d4e5f60718";
    expect(planned(full(OLD_PAIR))).toMatchObject({
      launches: [],
      retirements: [
        {
          instance: instanceNo(2),
          reasons: [
            { code: "outdated", detail: { generation: OLD.generation, current } },
            { code: "makes-room", detail: { tier: "stopped" } },
          ],
        },
      ],
    });
  });

  it("all are replaced in the end, never more than one at a time, while the claims keep what they hold", () => {
    let now = full(OLD_PAIR);
    const warm: number[] = [];
    for (let plans = 0; plans < 6; plans += 1) {
      const made = planned(now);
      warm.push(now.stock.filter(({ state }) => state === "warm").length);
      const settled = made.launches.map((_, nth) => row(20 + plans + nth, "warm"));
      const after = applied(now, made);
      now = { ...after, ledger: { ...after.ledger, intents: [] }, stock: [...after.stock, ...settled] };
    }
    expect(warm).toEqual([2, 1, 2, 1, 2, 2]);
    expect(now.stock.filter(({ state }) => state === "warm").map(({ id }) => id)).toEqual([21, 23].map(instanceNo));
    expect(now.stock.filter(({ state }) => state === "in-use")).toEqual(HELD);
  });

  it("that is one of money, it is the same", () => {
    const pool = aPool({ target: aTarget({ stopped: 2 }), max: { instances: 99, usdPerHour: 0.5 } });
    const template = aTemplate({ usdPerHour: { running: 0.1, stopped: 0 } });
    expect(leaving(full(OLD_PAIR, { pool, template }))).toEqual([instanceNo(2)]);
  });

  it("a tier that claims leave less than its target is renewed too", () => {
    expect(leaving(full([row(1, "warm", OLD)], {}, 4))).toEqual([instanceNo(1)]);
  });

  it("what is older than the pool allows is replaced as well", () => {
    const stock = [row(1, "warm", { launchedAt: NOW - aPool().maxAgeMs }), row(2)];
    expect(planned(full(stock)).retirements).toMatchObject([
      { instance: instanceNo(1), reasons: [{ code: "too-old" }, { code: "makes-room" }] },
    ]);
  });

  it.each(["launching", "preparing", "parking"] as const)("none leaves while another is %s", (state) => {
    expect(leaving(full([row(1, "warm", OLD), row(2, state)]))).toEqual([]);
  });

  it("none leaves while a launch is under way", () => {
    const ledger = aLedger({ intents: [anIntent({ count: 1 })] });
    expect(leaving(full([row(1, "warm", OLD)], { ledger }))).toEqual([]);
  });

  it("none leaves that this plan gives to a claim", () => {
    expect(leaving(full([row(1, "warm", OLD), row(2)], { pending: [waiting(1), waiting(2)] }))).toEqual([]);
  });

  it("none leaves of a tier that will have enough with what comes back, whatever claims or other tiers lack", () => {
    const stock = [...OLD_PAIR, row(3, "returning", OLD)];
    const pool = aPool({ target: aTarget({ stopped: 2, running: 1 }), max: { instances: 6 } });
    expect(leaving(full(stock, {}, 6))).toEqual([]);
    expect(leaving(full(stock, { pool }))).toEqual([]);
    expect(leaving(full(stock, { pending: [waiting(1, { type: M5 })] }, 6))).toEqual([]);
  });

  it("and what is of the pool's generation stays", () => {
    expect(planned(full(rows(2, "warm")))).toMatchObject({ launches: [], retirements: [] });
  });
});

describe("above the ceiling", () => {
  const shut = { ledger: aLedger({ breaker: { failures: 5, countedTo: NOW, openUntil: NOW + 1 } }) };

  it("one leaves although nothing may be launched before another has", () => {
    const over = full(OLD_PAIR, {}, 4);
    expect(planned(over)).toMatchObject({ launches: [], retirements: [{ instance: instanceNo(2) }] });
    const then = applied(over, planned(over));
    expect(leaving(then)).toEqual([instanceNo(1)]);
    expect(planned(applied(then, planned(then)))).toMatchObject({ launches: [{ count: 1 }], retirements: [] });
  });

  it("no more leave than are above it, where nothing could be launched then", () => {
    const over = full(OLD_PAIR, shut, 4);
    expect(leaving(over)).toEqual([instanceNo(2)]);
    expect(leaving(applied(over, planned(over)))).toEqual([]);
  });

  it("what is of the pool's generation stays", () => {
    expect(leaving(full(rows(2, "warm"), {}, 4))).toEqual([]);
  });
});

describe("none makes room", () => {
  it("where there is some", () => {
    expect(planned(full(OLD_PAIR, {}, 6))).toMatchObject({ launches: [{ count: 1 }], retirements: [] });
  });

  it("while the breaker is open, and one does once it lets one through on trial", () => {
    const until = (openUntil: number) => ({
      ledger: aLedger({ breaker: { failures: 5, countedTo: NOW, openUntil } }),
    });
    expect(leaving(full(OLD_PAIR, until(NOW + 1)))).toEqual([]);
    expect(leaving(full(OLD_PAIR, until(NOW)))).toEqual([instanceNo(2)]);
  });

  it("while every place is closed", () => {
    const zones = Object.keys(aTemplate().subnets);
    const closed = Object.fromEntries(
      zones.flatMap((az) => [M6I, M5].map((type) => [`${az}/${type}`, NOW + 1] as const)),
    );
    expect(leaving(full(OLD_PAIR, { closed }))).toEqual([]);
  });

  it("where that would leave none, because nobody knows the price", () => {
    const { usdPerHour: _, ...template } = aTemplate();
    const pool = aPool({ target: aTarget({ stopped: 2 }), max: { instances: 9, usdPerHour: 1 } });
    expect(leaving(full(OLD_PAIR, { pool, template }))).toEqual([]);
  });

  it("while something leaves anyway", () => {
    const stock = [...OLD_PAIR, row(3, "warm", OLD)];
    const made = planned(full(stock, {}, 6));
    expect(made.retirements.flatMap(({ reasons }) => reasons.map(({ code }) => code))).toEqual(["outdated"]);
  });
});

describe("always", () => {
  const SEED = { seed: 20_260_107, numRuns: 500 };
  const roomIn = ({ retirements }: Plan) =>
    retirements.find(({ reasons }) => reasons.some(({ code }) => code === "makes-room"));

  it("what makes room is outdated, leaves alone, and the next plan launches one into the room", () =>
    fc.assert(
      fc.property(fullPools, (snapshot) => {
        const made = planned(snapshot);
        const leaves = roomIn(made);
        if (!leaves) return;
        expect(isOutdated(snapshot.stock.find(({ id }) => id === leaves.instance)!, snapshot)).toBe(true);
        expect(made).toMatchObject({ launches: [], retirements: [leaves] });
        expect(planned(applied(snapshot, made))).toMatchObject({ launches: [{ count: 1 }], retirements: [] });
      }),
      SEED,
    ));

  it("and that happens often enough in these pools to prove something", () =>
    expect(fc.sample(fullPools, SEED).filter((each) => roomIn(planned(each))).length).toBeGreaterThan(100));
});
