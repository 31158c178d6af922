import { describe, expect, it } from "vitest";
import { failedOn, fallBackSoFar, isWithinFallBack, lenderOf, withAttempts } from "../../../core/claims/attempts.ts";
import type { Attempt, AttemptName, AttemptOutcome } from "../../../core/model/attempt.ts";
import type { HitKind } from "../../../core/model/claim.ts";
import { ATTEMPTS_MAX } from "../../../core/model/limits.ts";
import { aClaim, aLease, EPOCH, inState, instanceNo } from "../../builders.ts";

const why = { code: "start-failed", detail: { error: "InsufficientInstanceCapacity" } } as const;
const attempt = (name: AttemptName, outcome: AttemptOutcome, changes: Partial<Attempt> = {}): Attempt => ({
  attempt: name,
  at: EPOCH,
  outcome,
  why: { code: "open-elsewhere" },
  ...changes,
});
const lost = inState("handing-over");
const leased = (changes = {}) => aClaim({ state: "leased", instance: lost.id, ...changes });

describe("a list of attempts", () => {
  it("is not there until something was tried", () => {
    expect(withAttempts(aClaim(), [])).toEqual(aClaim());
    expect(withAttempts(aClaim(), [attempt("warm", "failed")]).attempts).toHaveLength(1);
  });

  it("keeps the latest of what was tried", () => {
    const many = Array.from({ length: ATTEMPTS_MAX + 3 }, (_, n) => attempt("queue", "failed", { at: EPOCH + n }));
    const { attempts = [] } = withAttempts(aClaim(), many);
    expect([attempts.length, attempts[0]?.at, attempts.at(-1)?.at]).toEqual([
      ATTEMPTS_MAX,
      EPOCH + 3,
      EPOCH + ATTEMPTS_MAX + 2,
    ]);
  });

  it.each<[HitKind, AttemptName]>([
    ["hit", "warm"],
    ["almost-warm-hit", "almost-warm"],
    ["miss", "queue"],
  ])("begins with the first instance that failed: of a %s, %s", (kind, name) => {
    const { attempts } = failedOn(leased({ kind }), lost, EPOCH + 1, why);
    const offering = "eu-west-1a/m6i.xlarge";
    expect(attempts).toEqual([{ attempt: name, at: EPOCH + 1, outcome: "failed", why, offering, instance: lost.id }]);
  });

  it("reports of the attempt that gave an instance that it failed, and where it was", () => {
    const held = attempt("another-zone", "held", { instance: lost.id, offering: "eu-west-1b/m5.xlarge" });
    const before = [attempt("warm", "failed"), held];
    const { attempts } = failedOn(leased({ attempts: before }), lost, EPOCH + 1, why);
    expect(attempts).toEqual([before[0], { ...held, at: EPOCH + 1, outcome: "failed", why }]);
  });

  it("names the place of the type it was to become", () => {
    const retyped = inState("handing-over", { lease: aLease({ overrides: { type: "m5.xlarge" }, configured: false }) });
    expect(failedOn(leased(), retyped, EPOCH, why).attempts?.[0]?.offering).toBe("eu-west-1a/m5.xlarge");
  });

  it("takes no attempt for failed that gave another instance", () => {
    const held = attempt("another-zone", "held", { instance: instanceNo(9) });
    const { attempts = [] } = failedOn(leased({ attempts: [held] }), lost, EPOCH, why);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(["held", "failed"]);
  });
});

describe("whose instance a claim holds", () => {
  it("is its own pool's, unless the attempt that gave it says otherwise", () => {
    const lent = attempt("another-zone", "held", { instance: lost.id, pool: "other" });
    expect(lenderOf(leased())).toBe("win-build");
    expect(lenderOf(leased({ attempts: [attempt("warm", "failed"), lent] }))).toBe("other");
    expect(lenderOf(leased({ attempts: [{ ...lent, instance: instanceNo(9) }] }))).toBe("win-build");
    expect(lenderOf(leased({ attempts: [{ ...lent, outcome: "failed" }] }))).toBe("win-build");
  });
});

describe("a fall-back", () => {
  it.each<[string, readonly (readonly [AttemptName, AttemptOutcome])[], AttemptName, number]>([
    ["has made no start of its own when only the first failed", [["warm", "failed"]], "another-zone", 0],
    [
      "goes on from the attempt that failed last",
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
        ["almost-warm", "failed"],
      ],
      "another-zone",
      0,
    ],
  ])("%s", (_, told, from, starts) => {
    const attempts = told.map(([name, outcome]) => attempt(name, outcome));
    expect(fallBackSoFar({ attempts })).toEqual({ from, starts });
  });

  it("is under way when what failed last was a step of it", () => {
    expect(isWithinFallBack({ attempts: [attempt("warm", "failed")] })).toBe(false);
    expect(isWithinFallBack({ attempts: [attempt("warm", "failed"), attempt("another-type", "failed")] })).toBe(true);
    expect(isWithinFallBack({})).toBe(false);
  });
});
