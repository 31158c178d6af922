import { describe, expect, it } from "vitest";
import { claimInstance } from "../../../core/flows/claim-instance.ts";
import type { ClaimRequest } from "../../../core/model/claim.ts";
import { CALLER, inState, POOL } from "../../builders.ts";
import { stage } from "./stage.ts";

const request = (changes: Partial<ClaimRequest> = {}): ClaimRequest => ({
  caller: CALLER,
  key: "job-1",
  pool: POOL,
  ...changes,
});

describe("a claim that no pool can serve", () => {
  it.each([
    ["an unknown pool", { pool: "nobody" }, { field: "pool", value: "nobody", have: [POOL] }],
    [
      "a type the pool has not",
      { type: "c7i.large" },
      { field: "type", value: "c7i.large", have: ["m6i.xlarge", "m5.xlarge"].sort() },
    ],
  ])("is answered with what there is, and writes nothing: %s", async (_, changes, expected) => {
    const on = await stage({ instances: [inState("warm")] });
    expect(await claimInstance(on.ports, request(changes))).toEqual({ kind: "none", ...expected });
    expect(on.written).toEqual([]);
  });

  it("is answered with that where there is no pool at all, or none whose template is known", async () => {
    for (const given of [{ pools: [] }, { templates: [] }]) {
      const on = await stage(given);
      const { pool: _, ...anything } = request();
      expect(await claimInstance(on.ports, anything)).toEqual({
        kind: "none",
        field: "pool",
        value: "(any)",
        have: [],
      });
    }
  });
});
