import { describe, expect, it } from "vitest";
import { inAllTiers, PLAIN_TIER, perTier, TIERS, tierRow } from "../../events/tiers.ts";

describe("the tiers", () => {
  it("come with the fastest to hand over first: what need not start before what must", () => {
    const starts = TIERS.map((tier) => Number(tierRow(tier).needsStart));
    expect(starts).toEqual(starts.toSorted());
    expect(TIERS).toEqual(["running", "hibernated", "stopped"]);
  });

  it.each(TIERS)("%s needs a start if it is parked, and then costs what a stopped instance costs", (tier) => {
    const { parks, needsStart, price } = tierRow(tier);
    expect(needsStart).toBe(parks !== "stays-running");
    expect(price).toBe(needsStart ? "stopped" : "running");
  });

  it("have one that any template can fill", () => {
    expect(tierRow(PLAIN_TIER)).toMatchObject({ takesSelfStop: true, takesSpot: true });
  });

  it("are counted together", () => {
    expect(inAllTiers(perTier(() => 2))).toBe(2 * TIERS.length);
  });
});
