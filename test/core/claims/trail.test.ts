import { describe, expect, it } from "vitest";
import { climbSoFar, failedOn, isWithinClimb, lenderOf, withRungs } from "../../../core/claims/trail.ts";
import type { HitKind } from "../../../core/model/claim.ts";
import { TRAIL_MAX } from "../../../core/model/limits.ts";
import type { Rung, RungName, RungOutcome } from "../../../core/model/rung.ts";
import { aClaim, aLease, EPOCH, inState, instanceNo } from "../../builders.ts";

const why = { code: "start-failed", detail: { error: "InsufficientInstanceCapacity" } } as const;
const rung = (name: RungName, outcome: RungOutcome, changes: Partial<Rung> = {}): Rung => ({
  rung: name,
  at: EPOCH,
  outcome,
  why: { code: "open-elsewhere" },
  ...changes,
});
const lost = inState("handing-over");
const leased = (changes = {}) => aClaim({ state: "leased", instance: lost.id, ...changes });

describe("a trail", () => {
  it("is not there until something was tried", () => {
    expect(withRungs(aClaim(), [])).toEqual(aClaim());
    expect(withRungs(aClaim(), [rung("warm", "failed")]).trail).toHaveLength(1);
  });

  it("keeps the latest of what was tried", () => {
    const many = Array.from({ length: TRAIL_MAX + 3 }, (_, n) => rung("queue", "failed", { at: EPOCH + n }));
    const { trail = [] } = withRungs(aClaim(), many);
    expect([trail.length, trail[0]?.at, trail.at(-1)?.at]).toEqual([TRAIL_MAX, EPOCH + 3, EPOCH + TRAIL_MAX + 2]);
  });

  it.each<[HitKind, RungName]>([
    ["hit", "warm"],
    ["near-hit", "near-ready"],
    ["miss", "queue"],
  ])("begins with the first instance that failed: of a %s, %s", (kind, name) => {
    const { trail } = failedOn(leased({ kind }), lost, EPOCH + 1, why);
    const place = "eu-west-1a/m6i.xlarge";
    expect(trail).toEqual([{ rung: name, at: EPOCH + 1, outcome: "failed", why, place, instance: lost.id }]);
  });

  it("tells of the rung that gave an instance that it failed, and where it stood", () => {
    const held = rung("another-zone", "held", { instance: lost.id, place: "eu-west-1b/m5.xlarge" });
    const before = [rung("warm", "failed"), held];
    const { trail } = failedOn(leased({ trail: before }), lost, EPOCH + 1, why);
    expect(trail).toEqual([before[0], { ...held, at: EPOCH + 1, outcome: "failed", why }]);
  });

  it("names the place of the type it was to become", () => {
    const retyped = inState("handing-over", { lease: aLease({ fit: { type: "m5.xlarge" }, fitted: false }) });
    expect(failedOn(leased(), retyped, EPOCH, why).trail?.[0]?.place).toBe("eu-west-1a/m5.xlarge");
  });

  it("takes no rung for failed that gave another instance", () => {
    const held = rung("another-zone", "held", { instance: instanceNo(9) });
    const { trail = [] } = failedOn(leased({ trail: [held] }), lost, EPOCH, why);
    expect(trail.map(({ outcome }) => outcome)).toEqual(["held", "failed"]);
  });
});

describe("whose instance a claim holds", () => {
  it("is its own pool's, unless the rung that gave it says otherwise", () => {
    const lent = rung("another-zone", "held", { instance: lost.id, pool: "other" });
    expect(lenderOf(leased())).toBe("win-build");
    expect(lenderOf(leased({ trail: [rung("warm", "failed"), lent] }))).toBe("other");
    expect(lenderOf(leased({ trail: [{ ...lent, instance: instanceNo(9) }] }))).toBe("win-build");
    expect(lenderOf(leased({ trail: [{ ...lent, outcome: "failed" }] }))).toBe("win-build");
  });
});

describe("a climb", () => {
  it.each<[string, readonly (readonly [RungName, RungOutcome])[], RungName, number]>([
    ["has made no start of its own when only the first failed", [["warm", "failed"]], "another-zone", 0],
    [
      "goes on from the rung that failed last",
      [
        ["warm", "failed"],
        ["another-zone", "failed"],
      ],
      "another-zone",
      1,
    ],
    [
      "counts each start of its own",
      [
        ["warm", "failed"],
        ["another-zone", "failed"],
        ["another-type", "failed"],
      ],
      "another-type",
      2,
    ],
    [
      "begins anew when what a plan gave fails",
      [
        ["warm", "failed"],
        ["another-type", "failed"],
        ["queue", "waits"],
        ["queue", "failed"],
      ],
      "another-zone",
      0,
    ],
    [
      "begins anew when what was nearly ready fails",
      [
        ["warm", "failed"],
        ["another-zone", "failed"],
        ["near-ready", "failed"],
      ],
      "another-zone",
      0,
    ],
  ])("%s", (_, told, from, starts) => {
    const trail = told.map(([name, outcome]) => rung(name, outcome));
    expect(climbSoFar({ trail })).toEqual({ from, starts });
  });

  it("is under way when what failed last was a step of it", () => {
    expect(isWithinClimb({ trail: [rung("warm", "failed")] })).toBe(false);
    expect(isWithinClimb({ trail: [rung("warm", "failed"), rung("another-type", "failed")] })).toBe(true);
    expect(isWithinClimb({})).toBe(false);
  });
});
