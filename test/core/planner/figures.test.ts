import { describe, expect, it } from "vitest";
import { MINUTE_MS } from "../../../core/model/time.ts";
import { figuresOf } from "../../../core/planner/figures.ts";
import { STATES } from "../../../events/states.ts";
import { aLease, aLedger, anIntent, aPool, aTarget, aTemplate } from "../../builders.ts";
import { aSnapshot, NOW, row, rows } from "./snapshots.ts";

const pool = aPool({ target: aTarget({ stopped: 4 }) });

describe("the figures of a pool", () => {
  it("count every state that ends, those with nobody in them too", () => {
    const figures = figuresOf(aSnapshot({ pool, stock: [...rows(3, "warm"), row(4, "quarantined")] }));
    expect(figures).toMatchObject({ "instances-warm": 3, "instances-quarantined": 1, "instances-in-use": 0 });
    expect(Object.keys(figures).filter((name) => name.startsWith("instances-"))).toHaveLength(STATES.length - 1);
  });

  it.each([
    { what: "nothing where all places are filled", stock: rows(4, "warm"), unfilled: 0, unmended: 0, lagMs: 0 },
    { what: "nothing where there are more than wanted", stock: rows(6, "warm"), unfilled: 0, unmended: 0, lagMs: 0 },
    { what: "all places of an empty pool, which nobody mends", stock: [], unfilled: 4, unmended: 4, lagMs: 0 },
    {
      what: "the oldest refill under way, by its launch",
      stock: [
        row(1, "preparing", { launchedAt: NOW - 7 * MINUTE_MS, since: NOW - MINUTE_MS }),
        row(2, "launching", { launchedAt: NOW - MINUTE_MS }),
      ],
      unfilled: 4,
      unmended: 2,
      lagMs: 7 * MINUTE_MS,
    },
    {
      what: "what returns, by its release",
      stock: [row(1, "returning", { launchedAt: 0, since: NOW - 2 * MINUTE_MS }), ...rows(3, "warm", {}, 2)],
      unfilled: 1,
      unmended: 0,
      lagMs: 2 * MINUTE_MS,
    },
    {
      what: "no refill that a claim holds",
      stock: [row(1, "preparing", { lease: aLease() }), ...rows(3, "warm", {}, 2)],
      unfilled: 1,
      unmended: 1,
      lagMs: 0,
    },
    {
      what: "a suspect as a place unfilled, and not for twice",
      stock: [row(1, "warm", { suspectSince: NOW }), ...rows(3, "warm", {}, 2)],
      unfilled: 1,
      unmended: 1,
      lagMs: 0,
    },
  ])("report $what", ({ stock, unfilled, unmended, lagMs }) =>
    expect(figuresOf(aSnapshot({ pool, stock }))).toMatchObject({
      "places-unfilled": unfilled,
      "places-unmended": unmended,
      "refill-lag-ms": lagMs,
    }),
  );

  it("take a launch that is asked for and not recorded as under way since its plan", () => {
    const ledger = aLedger({ intents: [anIntent({ count: 3, at: NOW - 5 * MINUTE_MS })] });
    expect(figuresOf(aSnapshot({ pool, ledger }))).toMatchObject({
      "places-unfilled": 4,
      "places-unmended": 1,
      "refill-lag-ms": 5 * MINUTE_MS,
    });
  });

  it("price by what EC2 runs, apart for what claims hold, and leave money out where there is no price", () => {
    const template = aTemplate({ usdPerHour: { running: 1, stopped: 0.1 } });
    const seen = (state: "running" | "stopped" | "shutting-down") => ({ observed: { state, at: NOW } });
    const stock = [
      row(1, "warm", seen("stopped")),
      row(2, "preparing", seen("running")),
      row(3, "in-use", seen("running")),
      row(4, "handing-over", { ...seen("running"), lease: aLease() }),
      row(5, "retiring", seen("shutting-down")),
    ];
    expect(figuresOf(aSnapshot({ pool, template, stock }))).toMatchObject({
      "usd-per-hour-waiting": 1.1,
      "usd-per-hour-in-use": 2,
    });
    const { usdPerHour: _, ...unpriced } = template;
    expect(Object.keys(figuresOf(aSnapshot({ pool, template: unpriced, stock })))).not.toContain(
      "usd-per-hour-waiting",
    );
  });
});
