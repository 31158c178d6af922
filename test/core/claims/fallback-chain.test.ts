import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fallbackChain, lastSteps, type Stock } from "../../../core/claims/fallback-chain.ts";
import type { AttemptName } from "../../../core/model/attempt.ts";
import type { ClaimRequest } from "../../../core/model/claim.ts";
import type { Instance } from "../../../core/model/instance.ts";
import { FALLBACK_CANDIDATES_MAX, FALLBACK_STARTS_MAX } from "../../../core/model/limits.ts";
import { overridesOf } from "../../../core/model/overrides.ts";
import { ATTEMPT_NAMES } from "../../../events/states.ts";
import { TIERS, tierRow } from "../../../events/tiers.ts";
import { aClaim, aPool, aTemplate, CALLER, EPOCH, inState, instanceNo } from "../../builders.ts";

const [A, B] = ["eu-west-1a", "eu-west-1b"];
const [M6I, M5] = ["m6i.xlarge", "m5.xlarge"];
const LOST = instanceNo(1);
const LOST_ROW = inState("warm");
const why = { code: "start-failed" } as const;
const failed = (...attempts: readonly AttemptName[]) =>
  attempts.map((attempt) => ({ attempt, at: EPOCH, outcome: "failed", why }) as const);

const claim = (asked: Partial<ClaimRequest> = {}, changes: Partial<ReturnType<typeof aClaim>> = {}) => {
  const request = { caller: CALLER, key: "k", ...asked };
  return aClaim({ request, overrides: overridesOf(request), fallback: "launch", attempts: failed("warm"), ...changes });
};
const stock = (changes: Partial<Stock<Instance>> & { shut?: readonly string[] } = {}): Stock<Instance> => {
  const { shut = [`${A}/${M6I}`], ...rest } = changes;
  const closed = Object.fromEntries(shut.map((offering, n) => [offering, EPOCH + 60_000 + n]));
  return { pool: aPool(), template: aTemplate(), closed, warm: [LOST_ROW], almostWarm: [], ...rest };
};
const warm = (n: number, changes: Partial<Instance> = {}) => inState("warm", { id: instanceNo(n), ...changes });
const almostWarm = (n: number, changes: Partial<Instance> = {}) =>
  inState("preparing", { id: instanceNo(n), ...changes });

/** Each step as `attempt: what it does`. */
const told = (made: ReturnType<typeof fallbackChain<Instance>>) =>
  made.map((step) =>
    step.kind === "try"
      ? `${step.attempt}: ${step.choices.map(({ row, type }) => `${Number(row.id.slice(2))}${type ? `→${type}` : ""}`)}`
      : `${step.attempt}: ${step.kind} ${step.why.code}`,
  );

describe("the fallback chain of a claim whose instance EC2 has no capacity for", () => {
  it("is another zone, another type of the same machine, what is nearly ready, a launch", () => {
    const stocks = [stock({ warm: [LOST_ROW, warm(2, { az: B })], almostWarm: [almostWarm(3)] })];
    expect(told(fallbackChain(claim(), stocks, LOST))).toEqual([
      "another-zone: 2",
      `another-type: 1→${M5}`,
      "almost-warm: 3",
      "launch: wait cold-launch",
    ]);
  });

  it.each([
    ["launch", ["launch: wait cold-launch"]],
    ["queue", ["queue: wait queued"]],
    ["refuse", ["refuse: refuse refused-by-policy"]],
  ] as const)("says of each attempt that it has nothing, and ends as its pool says: %s", (fallback, ends) => {
    const stocks = [stock({ shut: [`${A}/${M6I}`, `${A}/${M5}`] })];
    expect(told(fallbackChain(claim({}, { fallback }), stocks, LOST))).toEqual([
      "another-zone: skip no-other-zone",
      "another-type: skip no-other-type",
      "almost-warm: skip none-almost-warm",
      ...ends,
    ]);
  });

  it("takes another zone's in another pool that matches, after its own pool's", () => {
    const other = stock({ pool: aPool({ id: "b" }), warm: [warm(3, { pool: "b" })], shut: [] });
    expect(told(fallbackChain(claim(), [stock({ warm: [LOST_ROW, warm(2, { az: B })] }), other], LOST))[0]).toBe(
      "another-zone: 2,3",
    );
  });

  it("takes another machine as another type when the same one cannot change", () => {
    const spot = { market: "spot" } as const;
    const shut = [`${A}/${M6I}/spot`, `${A}/${M6I}`];
    const stocks = [stock({ shut, warm: [warm(1, spot), warm(2)] })];
    expect(told(fallbackChain(claim(), stocks, LOST))[1]).toBe(`another-type: 2→${M5}`);
  });

  it.each([
    ["hibernated", { tier: "hibernated" }],
    ["Spot", { market: "spot" }],
  ] as const)("changes the type of none that is %s", (_, changes) => {
    const stocks = [stock({ warm: [warm(1, changes)], shut: [`${A}/${M6I}`, `${A}/${M6I}/spot`] })];
    expect(told(fallbackChain(claim(), stocks, LOST))[1]).toBe("another-type: skip no-other-type");
  });

  it("keeps to the zone and type that the claim asks for", () => {
    const stocks = [stock({ warm: [LOST_ROW, warm(2, { az: B }), warm(3, { type: M5 })] })];
    expect(told(fallbackChain(claim({ az: A }), stocks, LOST)).slice(0, 2)).toEqual([
      "another-zone: 3",
      `another-type: 1→${M5}`,
    ]);
    expect(told(fallbackChain(claim({ type: M6I }), stocks, LOST)).slice(0, 2)).toEqual([
      "another-zone: 2",
      "another-type: skip no-other-type",
    ]);
  });

  it("starts none that would meet the same unavailable offering, and waits when a launch would", () => {
    const everywhere = [A, B].flatMap((az) => [`${az}/${M6I}`, `${az}/${M5}`]);
    const stocks = [stock({ shut: everywhere, warm: [LOST_ROW, warm(2, { az: B })] })];
    const made = fallbackChain(claim(), stocks, LOST);
    expect(told(made)).toEqual([
      "another-zone: skip no-other-zone",
      "another-type: skip no-other-type",
      "almost-warm: skip none-almost-warm",
      "launch: skip no-open-zone",
      "queue: wait queued-for-capacity",
    ]);
    expect(made[3]?.why.detail).toEqual({ until: new Date(EPOCH + 60_000).toISOString() });
  });

  it("is not fell back again where a fall-back has passed, and starts no more than one may", () => {
    const stocks = [stock({ warm: [LOST_ROW, warm(2, { az: B })], almostWarm: [almostWarm(3)] })];
    const after = (...attempts: readonly AttemptName[]) =>
      told(fallbackChain(claim({}, { attempts: failed("warm", ...attempts) }), stocks, LOST));
    expect(after("another-zone")[0]).toBe("another-zone: 2");
    expect(after("another-type")[0]).toBe(`another-type: 1→${M5}`);
    const spent = Array.from({ length: FALLBACK_STARTS_MAX }, () => "another-zone" as const);
    expect(after(...spent)).toEqual([
      "another-type: skip fall-back-bound",
      "almost-warm: 3",
      "launch: wait cold-launch",
    ]);
  });

  it("hands nothing out of a pool that is torn down", () => {
    const own = stock({
      pool: aPool({ draining: true }),
      warm: [LOST_ROW, warm(2, { az: B })],
      almostWarm: [almostWarm(3)],
    });
    expect(told(fallbackChain(claim(), [own], LOST))).toEqual([
      "another-zone: skip no-other-zone",
      "another-type: skip no-other-type",
      "almost-warm: skip none-almost-warm",
      "refuse: refuse pool-draining",
    ]);
  });
});

describe("the last steps for a claim", () => {
  const shut = [A, B].map((az) => `${az}/${M5}`);

  it("launch where a place is open that the claim takes", () => {
    const own = stock({ shut });
    expect(lastSteps(claim(), own).map(({ attempt }) => attempt)).toEqual(["launch"]);
    expect(lastSteps(claim({ type: M5 }), own).map(({ attempt }) => attempt)).toEqual(["launch", "queue"]);
    expect(lastSteps(claim({ az: B, type: M6I }), own).map(({ attempt }) => attempt)).toEqual(["launch"]);
  });

  it("wait where nothing is known of the pool", () => {
    expect(lastSteps(claim(), undefined).map(({ attempt }) => attempt)).toEqual(["queue"]);
  });
});

describe("always", () => {
  const offerings = [A, B].flatMap((az) => [M6I, M5].map((type) => `${az}/${type}`));
  const instances = fc.record({
    az: fc.constantFrom(A, B),
    type: fc.constantFrom(M6I, M5),
    tier: fc.constantFrom(...TIERS),
    market: fc.constantFrom("on-demand", "on-demand", "spot"),
  } as const);
  const world = fc.record({
    warm: fc.array(instances, { maxLength: 20 }),
    almostWarm: fc.array(instances, { maxLength: 5 }),
    shut: fc.subarray([...offerings, ...offerings.map((offering) => `${offering}/spot`)]),
    asked: fc.record({ az: fc.constantFrom(A, B), type: fc.constantFrom(M6I, M5) }, { requiredKeys: [] }),
    fallback: fc.constantFrom("launch", "queue", "refuse"),
    climbed: fc.array(fc.constantFrom("another-zone", "another-type"), { maxLength: 4 }),
  } as const);

  it("goes down, is bounded, ends in an answer, and tries nothing that is known to be shut", () =>
    fc.assert(
      fc.property(world, ({ warm: some, almostWarm: others, shut, asked, fallback, climbed }) => {
        const rows = some.map((each, n) => warm(n + 1, each));
        const nearby = others.map((each, n) => almostWarm(n + 100, each));
        const attempts = failed(
          "warm",
          ...climbed.toSorted((a, b) => ATTEMPT_NAMES.indexOf(a) - ATTEMPT_NAMES.indexOf(b)),
        );
        const own = stock({ warm: rows, almostWarm: nearby, shut });
        const made = fallbackChain(claim(asked, { fallback, attempts }), [own], LOST);
        const order = made.map(({ attempt }) => ATTEMPT_NAMES.indexOf(attempt));
        expect(order).toEqual([...new Set(order)].toSorted((a, b) => a - b));
        expect(made.at(-1)?.kind).toBe(fallback === "refuse" ? "refuse" : "wait");
        for (const step of made) {
          if (step.kind !== "try") continue;
          expect(step.choices.length).toBeLessThanOrEqual(FALLBACK_CANDIDATES_MAX);
          for (const { row, offering, type } of step.choices) {
            if (row.tier !== "running" && row.state !== "preparing") expect(shut).not.toContain(offering);
            if (asked.az) expect(row.az).toBe(asked.az);
            if (type)
              expect([tierRow(row.tier).parks, row.market, asked.type]).toEqual(["stop", "on-demand", undefined]);
            if (step.attempt === "another-zone") expect(row.id).not.toBe(LOST);
          }
        }
      }),
      { seed: 16, numRuns: 500 },
    ));
});
