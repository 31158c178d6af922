import { describe, expect, test } from "vitest";
import { held } from "./held.ts";

/** Replaces the one part whose only divergence is this case. */
const DIVERGENT = "do not come by a rule that is disabled";

describe("a divergence that is there", () => {
  held("wire cloud", "bus", () => {
    describe("notices on the wire cloud", () => {
      test(DIVERGENT, () => expect(1).toBe(2));
      test("another case that fails", () => expect(1).toBe(2));
      test("another case that passes", () => {});
    });
  });
});

describe("a divergence that disappeared", () => {
  held("wire cloud", "bus", () => {
    describe("notices on the wire cloud", () => {
      test(DIVERGENT, () => {});
    });
  });
});

describe("a divergence of no case", () => {
  held("wire cloud", "bus", () => {
    test("something else", () => {});
  });
});
