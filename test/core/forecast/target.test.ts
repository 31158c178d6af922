import { describe, expect, it } from "vitest";
import { refit } from "../../../core/forecast/refit.ts";
import { type Bounds, targetOf } from "../../../core/forecast/target.ts";
import { sentence } from "../../../core/model/reason.ts";
import { demandOf, officeHours } from "./demand.ts";

const model = refit(demandOf(14, officeHours), { leadSeconds: 300, hit: 0.95 });
const wanted = { stock: 6, best: 6, level: 2.5 };
const OPEN: Bounds = { min: 0, max: 100 };

describe("a target", () => {
  it.each<readonly [string, Partial<Bounds>, number, readonly string[]]>([
    ["what is wanted", {}, 6, []],
    ["no less than the least", { min: 8 }, 8, ["target-min"]],
    ["no less than the floor of the time", { floor: 9, min: 8 }, 9, ["target-floor"]],
    ["no more than the most", { max: 4 }, 4, ["target-max"]],
    ["no more than the most, whatever the floor", { floor: 9, max: 7 }, 7, ["target-floor", "target-max"]],
    ["no more than the money pays for", { maxUsdPerHour: 0.3, usdPerHour: 0.1 }, 3, ["target-money"]],
    ["nothing where the price is not known", { maxUsdPerHour: 0.3 }, 0, ["target-money"]],
    ["what is wanted where the money does", { maxUsdPerHour: 0.6, usdPerHour: 0.1 }, 6, []],
  ])("is %s", (_, bounds, stock, codes) => {
    const target = targetOf(model, wanted, { ...OPEN, ...bounds });
    expect(target.stock).toBe(stock);
    expect(target.reasons.map(({ code }) => code)).toEqual(["forecast-demand", ...codes]);
  });

  it("says why in sentences without a hole", () => {
    const { reasons } = targetOf(model, { ...wanted, stock: 7 }, { ...OPEN, max: 4 });
    expect(reasons.map(sentence).join("; ")).toMatch(
      /^2\.5 claims are forecast.*; it was 7 within.*; lowered to .* 4$/,
    );
    const fixed = targetOf({ ...model, basis: "back-test-worse" }, wanted, OPEN)
      .reasons.map(sentence)
      .join();
    expect(fixed).toMatch(/^in the back-test of \d+ days/);
    expect(fixed).not.toMatch(/[{}]/);
    expect(targetOf({ ...model, basis: "history-short" }, wanted, OPEN).reasons).toHaveLength(1);
  });
});
