import { describe, expect, it, test } from "vitest";
import { type BudgetAnswer, sharesOf, spend, throttled } from "../../../core/budget/budget.ts";
import { type Budget, newBudget, type Priority } from "../../../core/model/budget.ts";
import { BUDGET_FACTOR_MIN, BUDGET_RECOVERY_MS } from "../../../core/model/budget-limits.ts";
import { REQUEST_BUCKETS, RESOURCE_BUCKETS, UNFILTERED_BUCKETS } from "../../../core/model/ec2-buckets.ts";
import type { Ec2Call } from "../../../core/model/ec2-calls.ts";
import { SECOND_MS } from "../../../core/model/time.ts";
import { EPOCH } from "../../builders.ts";

/** As many calls as are granted at one moment. */
function burst(budget: Budget, call: Ec2Call, priority: Priority, now = EPOCH, instances = 1) {
  let [sofar, count] = [budget, 0];
  for (;;) {
    const grant: BudgetAnswer = spend(sofar, { call, instances }, priority, now);
    if (grant.kind !== "granted") return { budget: sofar, count, grant };
    [sofar, count] = [grant.budget, count + 1];
  }
}

describe("EC2's buckets", () => {
  test.each([
    ["RunInstances", 5, 2, 1_000, 2],
    ["StartInstances", 5, 2, 1_000, 2],
    ["StopInstances", 50, 5, 1_000, 20],
    ["TerminateInstances", 100, 5, 1_000, 20],
    ["CreateTags", 100, 10, undefined, undefined],
    ["ModifyInstanceAttribute", 50, 5, undefined, undefined],
    ["CancelSpotInstanceRequests", 50, 5, undefined, undefined],
    ["DescribeInstances", 100, 20, undefined, undefined],
  ] as const)(
    "%s: %d requests and %d a second, %s instances and %s a second",
    (call, tokens, perSecond, instances, each) => {
      expect(REQUEST_BUCKETS[call]).toEqual({ tokens, perSecond });
      expect(RESOURCE_BUCKETS[call]).toEqual(
        instances === undefined ? undefined : { tokens: instances, perSecond: each },
      );
    },
  );

  it("are smaller for reads that name neither page nor filter", () => {
    for (const [call, small] of Object.entries(UNFILTERED_BUCKETS)) {
      expect(small.tokens).toBeLessThan(REQUEST_BUCKETS[call as Ec2Call].tokens);
      expect(small).toEqual({ tokens: 50, perSecond: 10 });
    }
  });
});

describe("a full bucket", () => {
  it("is empty after a burst of claims, and says when it has a token", () =>
    expect(burst(newBudget(), "RunInstances", "claim")).toMatchObject({
      count: 5,
      grant: { kind: "wait", retryAfterMs: 500 },
    }));

  test.each([
    ["claim", 50],
    ["refill", 35],
    ["sweep", 20],
  ] as const)("gives a %s what others before it do not need: %d of 50", (priority, granted) =>
    expect(burst(newBudget(), "ModifyInstanceAttribute", priority).count).toBe(granted),
  );

  it("holds something for a claim after sweeps and refills took all they may", () => {
    const swept = burst(newBudget(), "DescribeInstances", "sweep");
    const refilled = burst(swept.budget, "DescribeInstances", "refill");
    expect([swept.count, refilled.count, burst(refilled.budget, "DescribeInstances", "claim").count]).toEqual([
      40, 30, 30,
    ]);
  });

  it("is another for each API, and for what names no filter", () => {
    const { budget } = burst(newBudget(), "DescribeInstances", "claim");
    expect(spend(budget, { call: "DescribeInstances", unfiltered: true }, "claim", EPOCH).kind).toBe("granted");
    expect(spend(budget, { call: "DescribeVolumes" }, "claim", EPOCH).kind).toBe("granted");
  });
});

describe("a request for many instances", () => {
  it("takes a token for each, beside its own", () => {
    const first = spend(newBudget(), { call: "RunInstances", instances: 990 }, "claim", EPOCH);
    if (first.kind !== "granted") throw new Error(first.kind);
    expect(spend(first.budget, { call: "RunInstances", instances: 11 }, "claim", EPOCH)).toEqual({
      kind: "wait",
      retryAfterMs: 500,
    });
    expect(spend(first.budget, { call: "RunInstances", instances: 10 }, "claim", EPOCH).kind).toBe("granted");
  });

  it("is to be split if it never fits", () =>
    expect(spend(newBudget(), { call: "StopInstances", instances: 1_001 }, "sweep", EPOCH)).toEqual({
      kind: "split",
      most: 1_000,
    }));

  it("takes nothing from any bucket if one has too little", () => {
    const { budget } = burst(newBudget(), "RunInstances", "claim");
    expect(spend(budget, { call: "RunInstances", instances: 10 }, "claim", EPOCH).kind).toBe("wait");
    expect(budget.buckets["resource/RunInstances"]?.tokens).toBe(995);
  });
});

describe("a throttle", () => {
  const once = throttled(newBudget(), { call: "StartInstances" }, EPOCH);

  it("empties the bucket and halves its rate", () => {
    expect(once.buckets["request/StartInstances"]).toMatchObject({ tokens: 0, factor: 0.5 });
    expect(spend(once, { call: "StartInstances" }, "claim", EPOCH)).toMatchObject({ kind: "wait", retryAfterMs: 997 });
  });

  it("costs a claim about a second, not minutes", () => {
    const grant = spend(once, { call: "StartInstances" }, "claim", EPOCH);
    expect(grant.kind === "wait" && grant.retryAfterMs).toBeLessThanOrEqual(SECOND_MS);
  });

  it("of one burst halves once, of several each time, down to a bound", () => {
    const rate = (budget: Budget) => budget.buckets["request/StartInstances"]?.factor;
    expect(rate(throttled(once, { call: "StartInstances" }, EPOCH + 10))).toBeCloseTo(0.5, 3);
    let worse = once;
    for (let n = 1; n <= 8; n += 1) worse = throttled(worse, { call: "StartInstances" }, EPOCH + n * SECOND_MS);
    expect(rate(worse)).toBeCloseTo(BUDGET_FACTOR_MIN, 2);
    expect(rate(worse)).toBeGreaterThanOrEqual(BUDGET_FACTOR_MIN);
  });

  it("is forgotten with time", () => {
    const later = EPOCH + BUDGET_RECOVERY_MS / 2;
    const { budget, count } = burst(once, "StartInstances", "claim", later);
    expect(count).toBe(5);
    expect(budget.buckets["request/StartInstances"]?.factor).toBe(1);
  });

  it("says nothing of other APIs", () => expect(burst(once, "RunInstances", "claim").count).toBe(5));
});

describe("the share each took", () => {
  it("is counted by bucket", () => {
    const swept = burst(newBudget(), "DescribeInstances", "sweep").budget;
    const { budget } = burst(swept, "DescribeInstances", "claim");
    expect(sharesOf(budget.buckets["request/DescribeInstances"]!)).toEqual({ claim: 0.6, refill: 0, sweep: 0.4 });
  });

  it("is nought of nothing", () =>
    expect(sharesOf({ taken: { claim: 0, refill: 0, sweep: 0 } })).toEqual({ claim: 0, refill: 0, sweep: 0 }));
});
