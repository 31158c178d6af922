import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { admits, leastFailed, withTrial } from "../../../core/blame/admit.ts";
import { charge } from "../../../core/blame/charge.ts";
import { blameForStateReason } from "../../../core/blame/of-state-reason.ts";
import { blameForSymptom } from "../../../core/blame/of-symptom.ts";
import { forgotten, proved } from "../../../core/blame/proved.ts";
import { covers } from "../../../core/blame/scope-id.ts";
import { type BlameLedger, newBlameLedger, type Where } from "../../../core/model/blame/ledger.ts";
import { STATE_REASON_ROWS } from "../../../core/model/blame/state-reasons.ts";
import { SYMPTOMS } from "../../../core/model/blame/symptoms.ts";
import { ALIKE_FAILURES, BLAME_BREAKERS_MAX, BLAME_OPEN_MOST_MS } from "../../../core/model/blame-limits.ts";
import { HOUR_MS, MINUTE_MS } from "../../../core/model/time.ts";
import { EPOCH, instanceNo } from "../../builders.ts";
import { inZone } from "./where.ts";

const SEED = { seed: 20_260_105, numRuns: 300 };
const BLAMES = [
  ...SYMPTOMS.map((symptom) => blameForSymptom(symptom)),
  ...STATE_REASON_ROWS.flatMap(({ codes }) => codes).map((code) => blameForStateReason(code, "")),
];
const where: fc.Arbitrary<Where> = fc
  .tuple(
    fc.constantFrom("a", "b", "c"),
    fc.constantFrom("m5.large", "m6i.large"),
    fc.constantFrom("one", "two"),
    fc.constantFrom("1", "2"),
  )
  .map(([zone, type, pool, version]) => ({ ...inZone(zone, type), pool, template: `${pool}@${version}` }));
const step = fc.record({
  kind: fc.constantFrom(
    "fail" as const,
    "fail" as const,
    "fail" as const,
    "ready" as const,
    "trial" as const,
    "forget" as const,
  ),
  blame: fc.constantFrom(...BLAMES),
  where,
  subject: fc.integer({ min: 1, max: 40 }).map(instanceNo),
  passesMs: fc.integer({ min: 0, max: 90 * MINUTE_MS }),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const applied = (ledger: BlameLedger, { kind, blame, where, subject }: Step, now: number): BlameLedger => {
  if (kind === "fail") return charge(ledger, blame, { subject, where, at: now });
  if (kind === "ready") return proved(ledger, { where, launchedAt: now - 5 * MINUTE_MS, readyAt: now });
  return kind === "trial" ? withTrial(ledger, where, now) : forgotten(ledger, now);
};

/** Holds after every step of every history. */
const alwaysAfter = (holds: (ledger: BlameLedger, step: Step, now: number, before: BlameLedger) => unknown) =>
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let [ledger, now] = [newBlameLedger(), EPOCH];
      for (const each of steps) {
        now += each.passesMs;
        const before = ledger;
        ledger = applied(ledger, each, now);
        holds(ledger, each, now, before);
      }
    }),
    SEED,
  );

describe("always", () => {
  it("the ledger is bounded", () =>
    alwaysAfter(({ breakers, successes }) =>
      expect(Math.max(breakers.length, successes.length)).toBeLessThanOrEqual(BLAME_BREAKERS_MAX),
    ));

  it("a breaker is about one code in one scope", () =>
    alwaysAfter(({ breakers }) => {
      for (const one of breakers)
        expect(
          breakers.filter((other) => other.code === one.code && other.scope === one.scope && covers(other, one.where)),
        ).toEqual([one]);
    }));

  it("no launch is held longer than the longest pause after the latest failure, or a trial", () =>
    alwaysAfter((ledger, { where }, now) => {
      const admission = admits(ledger, where, now);
      if (admission.kind === "held")
        expect(admission.until - now).toBeLessThanOrEqual(Math.max(BLAME_OPEN_MOST_MS, HOUR_MS));
    }));

  it("what is held is free or on trial when its time has come", () =>
    alwaysAfter((ledger, { where }, now) => {
      const admission = admits(ledger, where, now);
      if (admission.kind === "held") expect(admits(ledger, where, admission.until).kind).toBe("trial");
    }));

  it("a failure that counts nowhere changes nothing", () =>
    alwaysAfter((ledger, { kind, blame }, _, before) => {
      if (kind === "fail" && blame.scope === "none") expect(ledger).toBe(before);
    }));

  it("a failure never closes a breaker that a recent failure opened, and never shortens its pause", () =>
    alwaysAfter((ledger, { kind }, now, before) => {
      if (kind !== "fail") return;
      for (const { code, scope, where, open } of before.breakers) {
        if (!open || open.until <= now) continue;
        const after = ledger.breakers.find((each) => each.code === code && each.scope === scope && covers(each, where));
        expect(after?.open?.until).toBeGreaterThanOrEqual(open.until);
      }
    }));

  it("nothing opens in its own scope by fewer failures than make a pattern", () =>
    alwaysAfter(({ breakers }, { kind, blame, where }) => {
      if (kind !== "fail" || blame.scope !== "offering") return;
      const own = breakers.find((each) => each.code === blame.code && each.scope === "offering" && covers(each, where));
      if (own?.open) expect(own.subjects).toHaveLength(ALIKE_FAILURES);
    }));

  it("the candidates of a trial are all there, in an order that does not depend on the clock", () =>
    alwaysAfter((ledger, { where }) => {
      const candidates = [where, inZone("b"), inZone("c")];
      expect(leastFailed(ledger, candidates).toSorted(byText)).toEqual(candidates.toSorted(byText));
    }));
});

const byText = (one: Where, other: Where): number => JSON.stringify(one).localeCompare(JSON.stringify(other));
