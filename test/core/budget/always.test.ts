import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketAt, fillsAt, fullBucket } from "../../../core/budget/bucket.ts";
import { spend, throttled } from "../../../core/budget/budget.ts";
import { type Budget, newBudget, PRIORITIES } from "../../../core/model/budget.ts";
import { BUDGET_FACTOR_MIN, REFILL_LEAVES, SWEEP_LEAVES } from "../../../core/model/budget-limits.ts";
import { REQUEST_BUCKETS, RESOURCE_BUCKETS } from "../../../core/model/ec2-buckets.ts";
import { CALL_PURPOSES, type Ec2Call } from "../../../core/model/ec2-calls.ts";
import { MINUTE_MS } from "../../../core/model/time.ts";
import { EPOCH } from "../../builders.ts";

const SEED = { seed: 20_260_105, numRuns: 300 };
const CALLS = Object.keys(CALL_PURPOSES) as Ec2Call[];
const size = fc.constantFrom(...CALLS.map((call) => REQUEST_BUCKETS[call]));
const step = fc.record({
  call: fc.constantFrom("RunInstances" as const, "StartInstances" as const, "DescribeInstances" as const),
  instances: fc.integer({ min: 1, max: 400 }),
  priority: fc.constantFrom(...PRIORITIES),
  isThrottled: fc.boolean(),
  passesMs: fc.integer({ min: 0, max: MINUTE_MS }),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Holds after every call of every history. */
const alwaysAfter = (holds: (budget: Budget, step: Step, now: number) => unknown) =>
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let [budget, now] = [newBudget(), EPOCH];
      for (const each of steps) {
        now += each.passesMs;
        holds(budget, each, now);
        const grant = spend(budget, each, each.priority, now);
        if (grant.kind === "granted") budget = grant.budget;
        if (each.isThrottled) budget = throttled(budget, each, now);
      }
    }),
    SEED,
  );

describe("always", () => {
  it("a bucket holds no less than nothing and no more than its size, at a rate of no more than EC2 grants", () =>
    alwaysAfter(({ buckets }) => {
      for (const [name, { tokens, factor }] of Object.entries(buckets)) {
        const [kind, call] = name.split("/") as [string, Ec2Call];
        const most = kind === "resource" ? RESOURCE_BUCKETS[call] : REQUEST_BUCKETS[call];
        expect(tokens).toBeGreaterThanOrEqual(0);
        expect(tokens).toBeLessThanOrEqual(most?.tokens ?? 0);
        expect(factor).toBeGreaterThanOrEqual(BUDGET_FACTOR_MIN);
        expect(factor).toBeLessThanOrEqual(1);
      }
    }));

  it("what is granted to a lower priority would be granted to a higher one", () =>
    alwaysAfter((budget, each, now) => {
      const granted = PRIORITIES.map((priority) => spend(budget, each, priority, now).kind === "granted");
      expect(granted).toEqual(granted.toSorted((one, other) => Number(other) - Number(one)));
    }));

  it("what waits is granted when its time has come, if nobody else asks meanwhile", () =>
    alwaysAfter((budget, each, now) => {
      const grant = spend(budget, each, each.priority, now);
      if (grant.kind === "wait")
        expect(spend(budget, each, each.priority, now + grant.retryAfterMs).kind).toBe("granted");
    }));

  it("and not two milliseconds before, which is what floating-point sums may differ by", () =>
    alwaysAfter((budget, each, now) => {
      const grant = spend(budget, each, each.priority, now);
      if (grant.kind === "wait" && grant.retryAfterMs > 2)
        expect(spend(budget, each, each.priority, now + grant.retryAfterMs - 2).kind).toBe("wait");
    }));

  it("claims find what refills and sweeps must leave", () => {
    expect(SWEEP_LEAVES).toBeGreaterThan(REFILL_LEAVES);
    alwaysAfter((budget, each, now) => {
      const grant = spend(budget, each, "sweep", now);
      const before = budget.buckets[`request/${each.call}`];
      if (grant.kind !== "granted" || (before && before.throttledAt !== undefined)) return;
      const { tokens } = REQUEST_BUCKETS[each.call];
      expect(grant.budget.buckets[`request/${each.call}`]?.tokens).toBeGreaterThanOrEqual(
        Math.min(tokens - 1, SWEEP_LEAVES * tokens) - 1e-6,
      );
    });
  });

  it("a bucket fills the same in one step as in several", () =>
    fc.assert(
      fc.property(
        size,
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 600_000 }),
        fc.integer({ min: 0, max: 600_000 }),
        (of, factor, one, two) => {
          const bucket = { ...fullBucket(of, EPOCH), tokens: 0, factor };
          const once = bucketAt(bucket, of, EPOCH + one + two);
          const twice = bucketAt(bucketAt(bucket, of, EPOCH + one), of, EPOCH + one + two);
          expect(twice.tokens).toBeCloseTo(once.tokens, 6);
          expect(twice.factor).toBeCloseTo(once.factor, 9);
        },
      ),
      SEED,
    ));

  it("a bucket that is full enough needs no waiting", () =>
    fc.assert(
      fc.property(size, (of) => void expect(fillsAt(fullBucket(of, EPOCH), of, of.tokens, EPOCH)).toBe(EPOCH)),
      SEED,
    ));
});
