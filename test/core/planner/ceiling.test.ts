import { describe, expect, it } from "vitest";
import type { Pool } from "../../../core/model/pool.ts";
import { roomBelowCeiling } from "../../../core/planner/ceiling.ts";
import { STATES } from "../../../events/states.ts";
import { aLease, aLedger, anIntent, aPool, aTemplate } from "../../builders.ts";
import { aSnapshot, row, rows } from "./snapshots.ts";

const below = (max: Pool["max"], changes: Parameters<typeof aSnapshot>[0] = {}) =>
  roomBelowCeiling(aSnapshot({ pool: aPool({ max }), ...changes }));
const priced = (running: number) => ({ template: aTemplate({ usdPerHour: { running, stopped: 0.01 } }) });

describe("the ceiling in instances", () => {
  it("leaves room for what is missing to it", () => {
    const live = { stock: rows(3, "warm"), ledger: aLedger({ intents: [anIntent({ count: 2 })] }) };
    expect(below({ instances: 9 }, live)).toEqual({
      room: 4,
      excess: 0,
      reasons: [{ code: "ceiling-instances", detail: { max: 9, live: 5 } }],
    });
  });

  it.each(STATES.filter((state) => state !== "gone"))(
    "counts one that is %s unless it is quarantined or on its way out",
    (state) => {
      const counted = state === "quarantined" || state === "retiring" ? 0 : 1;
      expect(below({ instances: 5 }, { stock: [row(1, state)] }).room).toBe(5 - counted);
    },
  );

  it("counts the leased, and suspects", () => {
    const stock = [row(1, "preparing", { lease: aLease() }), row(2, "warm", { suspectSince: 1 })];
    expect(below({ instances: 5 }, { stock }).room).toBe(3);
  });

  it("leaves no room when it was lowered below what lives, and says by how much", () => {
    expect(below({ instances: 2 }, { stock: rows(5, "warm") })).toMatchObject({ room: 0, excess: 3 });
  });
});

describe("the ceiling in money", () => {
  it("counts each at its running price, since any may run the next second", () => {
    expect(below({ instances: 99, usdPerHour: 1 }, { ...priced(0.3), stock: rows(1, "warm") })).toEqual({
      room: 2,
      excess: 0,
      reasons: [{ code: "ceiling-money", detail: { maxUsdPerHour: 1, usdPerHour: 0.3 } }],
    });
  });

  it.each([
    [0.3, 0.1, 3],
    [0.6, 0.2, 3],
    [1.1, 0.1, 11],
    [0.29, 0.1, 2],
    [0.05, 0.1, 0],
  ])("of %d USD holds instances of %d USD: %i", (usdPerHour, price, count) => {
    expect(below({ instances: 99, usdPerHour }, priced(price)).room).toBe(count);
  });

  it("that was lowered below what lives says by how much", () => {
    const live = { ...priced(0.1), stock: rows(5, "warm") };
    expect(below({ instances: 4, usdPerHour: 0.2 }, live)).toMatchObject({ room: 0, excess: 3 });
  });

  it("names a sum of money as people would", () => {
    const live = { ...priced(0.1), stock: rows(3, "warm") };
    expect(below({ instances: 99, usdPerHour: 0.4 }, live).reasons).toMatchObject([{ detail: { usdPerHour: 0.3 } }]);
  });

  it("is reported only where it is the lower one", () => {
    expect(below({ instances: 3, usdPerHour: 0.3 }, priced(0.1)).reasons).toMatchObject([
      { code: "ceiling-instances" },
    ]);
    expect(below({ instances: 3, usdPerHour: 0.2 }, priced(0.1)).reasons).toMatchObject([{ code: "ceiling-money" }]);
  });

  it("bounds nothing where no money is bounded, or the price is nought", () => {
    expect(below({ instances: 7 }, priced(5)).room).toBe(7);
    expect(below({ instances: 7, usdPerHour: 1 }, priced(0)).room).toBe(7);
    const { usdPerHour: _, ...template } = aTemplate();
    expect(below({ instances: 7 }, { template }).room).toBe(7);
  });

  it("leaves no room where the price is unknown: nobody can promise to stay below it", () => {
    const { usdPerHour: _, ...template } = aTemplate();
    expect(below({ instances: 7, usdPerHour: 1 }, { template })).toEqual({
      room: 0,
      excess: 0,
      reasons: [{ code: "price-unknown", detail: { maxUsdPerHour: 1, template: "windows-2022-build" } }],
    });
  });
});
