import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ladder, lastSteps, type Stock } from "../../../core/claims/ladder.ts";
import type { ClaimRequest } from "../../../core/model/claim.ts";
import { fitOf } from "../../../core/model/fit.ts";
import type { Instance } from "../../../core/model/instance.ts";
import { LADDER_CANDIDATES_MAX, LADDER_STARTS_MAX } from "../../../core/model/limits.ts";
import { RUNGS, type RungName } from "../../../core/model/rung.ts";
import { aClaim, aPool, aTemplate, CALLER, EPOCH, inState, instanceNo } from "../../builders.ts";

const [A, B] = ["eu-west-1a", "eu-west-1b"];
const [M6I, M5] = ["m6i.xlarge", "m5.xlarge"];
const LOST = instanceNo(1);
const LOST_ROW = inState("warm");
const why = { code: "start-failed" } as const;
const failed = (...rungs: readonly RungName[]) =>
  rungs.map((rung) => ({ rung, at: EPOCH, outcome: "failed", why }) as const);

const claim = (wish: Partial<ClaimRequest> = {}, changes: Partial<ReturnType<typeof aClaim>> = {}) => {
  const request = { caller: CALLER, key: "k", ...wish };
  return aClaim({ request, fit: fitOf(request), fallback: "launch", trail: failed("warm"), ...changes });
};
const stock = (changes: Partial<Stock<Instance>> & { shut?: readonly string[] } = {}): Stock<Instance> => {
  const { shut = [`${A}/${M6I}`], ...rest } = changes;
  const closed = Object.fromEntries(shut.map((place, n) => [place, EPOCH + 60_000 + n]));
  return { pool: aPool(), template: aTemplate(), closed, warm: [LOST_ROW], near: [], ...rest };
};
const warm = (n: number, changes: Partial<Instance> = {}) => inState("warm", { id: instanceNo(n), ...changes });
const near = (n: number, changes: Partial<Instance> = {}) => inState("preparing", { id: instanceNo(n), ...changes });

/** Each step as `rung: what it does`. */
const told = (made: ReturnType<typeof ladder<Instance>>) =>
  made.map((step) =>
    step.kind === "try"
      ? `${step.rung}: ${step.choices.map(({ row, type }) => `${Number(row.id.slice(2))}${type ? `→${type}` : ""}`)}`
      : `${step.rung}: ${step.kind} ${step.why.code}`,
  );

describe("the ladder of a claim whose instance EC2 has no capacity for", () => {
  it("is another zone, another type of the same machine, what is nearly ready, a launch", () => {
    const stocks = [stock({ warm: [LOST_ROW, warm(2, { az: B })], near: [near(3)] })];
    expect(told(ladder(claim(), stocks, LOST))).toEqual([
      "another-zone: 2",
      `another-type: 1→${M5}`,
      "near-ready: 3",
      "launch: wait cold-launch",
    ]);
  });

  it.each([
    ["launch", ["launch: wait cold-launch"]],
    ["queue", ["queue: wait queued"]],
    ["refuse", ["refuse: refuse refused-by-policy"]],
  ] as const)("says of each rung that it has nothing, and ends as its pool says: %s", (fallback, ends) => {
    const stocks = [stock({ shut: [`${A}/${M6I}`, `${A}/${M5}`] })];
    expect(told(ladder(claim({}, { fallback }), stocks, LOST))).toEqual([
      "another-zone: skip no-other-zone",
      "another-type: skip no-other-type",
      "near-ready: skip none-near",
      ...ends,
    ]);
  });

  it("takes another zone's in another pool that matches, after its own pool's", () => {
    const other = stock({ pool: aPool({ id: "b" }), warm: [warm(3, { pool: "b" })], shut: [] });
    expect(told(ladder(claim(), [stock({ warm: [LOST_ROW, warm(2, { az: B })] }), other], LOST))[0]).toBe(
      "another-zone: 2,3",
    );
  });

  it("takes another machine as another type when the same one cannot change", () => {
    const spot = { market: "spot" } as const;
    const shut = [`${A}/${M6I}/spot`, `${A}/${M6I}`];
    const stocks = [stock({ shut, warm: [warm(1, spot), warm(2)] })];
    expect(told(ladder(claim(), stocks, LOST))[1]).toBe(`another-type: 2→${M5}`);
  });

  it.each([
    ["hibernated", { tier: "hibernated" }],
    ["Spot", { market: "spot" }],
  ] as const)("changes the type of none that is %s", (_, changes) => {
    const stocks = [stock({ warm: [warm(1, changes)], shut: [`${A}/${M6I}`, `${A}/${M6I}/spot`] })];
    expect(told(ladder(claim(), stocks, LOST))[1]).toBe("another-type: skip no-other-type");
  });

  it("keeps to the zone and type that the claim asks for", () => {
    const stocks = [stock({ warm: [LOST_ROW, warm(2, { az: B }), warm(3, { type: M5 })] })];
    expect(told(ladder(claim({ az: A }), stocks, LOST)).slice(0, 2)).toEqual([
      "another-zone: 3",
      `another-type: 1→${M5}`,
    ]);
    expect(told(ladder(claim({ type: M6I }), stocks, LOST)).slice(0, 2)).toEqual([
      "another-zone: 2",
      "another-type: skip no-other-type",
    ]);
  });

  it("starts none that would meet the same wall, and waits when a launch would", () => {
    const everywhere = [A, B].flatMap((az) => [`${az}/${M6I}`, `${az}/${M5}`]);
    const stocks = [stock({ shut: everywhere, warm: [LOST_ROW, warm(2, { az: B })] })];
    const made = ladder(claim(), stocks, LOST);
    expect(told(made)).toEqual([
      "another-zone: skip no-other-zone",
      "another-type: skip no-other-type",
      "near-ready: skip none-near",
      "launch: skip no-open-zone",
      "queue: wait queued-for-capacity",
    ]);
    expect(made[3]?.why.detail).toEqual({ until: new Date(EPOCH + 60_000).toISOString() });
  });

  it("is not climbed again where a climb has passed, and starts no more than one may", () => {
    const stocks = [stock({ warm: [LOST_ROW, warm(2, { az: B })], near: [near(3)] })];
    const after = (...rungs: readonly RungName[]) =>
      told(ladder(claim({}, { trail: failed("warm", ...rungs) }), stocks, LOST));
    expect(after("another-zone")[0]).toBe("another-zone: 2");
    expect(after("another-type")[0]).toBe(`another-type: 1→${M5}`);
    const spent = Array.from({ length: LADDER_STARTS_MAX }, () => "another-zone" as const);
    expect(after(...spent)).toEqual(["another-type: skip climb-bound", "near-ready: 3", "launch: wait cold-launch"]);
  });

  it("hands nothing out of a pool that is torn down", () => {
    const own = stock({ pool: aPool({ draining: true }), warm: [LOST_ROW, warm(2, { az: B })], near: [near(3)] });
    expect(told(ladder(claim(), [own], LOST))).toEqual([
      "another-zone: skip no-other-zone",
      "another-type: skip no-other-type",
      "near-ready: skip none-near",
      "refuse: refuse pool-draining",
    ]);
  });
});

describe("the last steps for a claim", () => {
  const shut = [A, B].map((az) => `${az}/${M5}`);

  it("launch where a place is open that the claim takes", () => {
    const own = stock({ shut });
    expect(lastSteps(claim(), own).map(({ rung }) => rung)).toEqual(["launch"]);
    expect(lastSteps(claim({ type: M5 }), own).map(({ rung }) => rung)).toEqual(["launch", "queue"]);
    expect(lastSteps(claim({ az: B, type: M6I }), own).map(({ rung }) => rung)).toEqual(["launch"]);
  });

  it("wait where nothing is known of the pool", () => {
    expect(lastSteps(claim(), undefined).map(({ rung }) => rung)).toEqual(["queue"]);
  });
});

describe("always", () => {
  const places = [A, B].flatMap((az) => [M6I, M5].map((type) => `${az}/${type}`));
  const instances = fc.record({
    az: fc.constantFrom(A, B),
    type: fc.constantFrom(M6I, M5),
    tier: fc.constantFrom("stopped", "hibernated", "running"),
    market: fc.constantFrom("on-demand", "on-demand", "spot"),
  } as const);
  const world = fc.record({
    warm: fc.array(instances, { maxLength: 20 }),
    near: fc.array(instances, { maxLength: 5 }),
    shut: fc.subarray([...places, ...places.map((place) => `${place}/spot`)]),
    wish: fc.record({ az: fc.constantFrom(A, B), type: fc.constantFrom(M6I, M5) }, { requiredKeys: [] }),
    fallback: fc.constantFrom("launch", "queue", "refuse"),
    climbed: fc.array(fc.constantFrom("another-zone", "another-type"), { maxLength: 4 }),
  } as const);

  it("goes down, is bounded, ends in an answer, and tries nothing that is known to be shut", () =>
    fc.assert(
      fc.property(world, ({ warm: some, near: others, shut, wish, fallback, climbed }) => {
        const rows = some.map((each, n) => warm(n + 1, each));
        const nearby = others.map((each, n) => near(n + 100, each));
        const trail = failed("warm", ...climbed.toSorted((a, b) => RUNGS.indexOf(a) - RUNGS.indexOf(b)));
        const own = stock({ warm: rows, near: nearby, shut });
        const made = ladder(claim(wish, { fallback, trail }), [own], LOST);
        const order = made.map(({ rung }) => RUNGS.indexOf(rung));
        expect(order).toEqual([...new Set(order)].toSorted((a, b) => a - b));
        expect(made.at(-1)?.kind).toBe(fallback === "refuse" ? "refuse" : "wait");
        for (const step of made) {
          if (step.kind !== "try") continue;
          expect(step.choices.length).toBeLessThanOrEqual(LADDER_CANDIDATES_MAX);
          for (const { row, place, type } of step.choices) {
            if (row.tier !== "running" && row.state !== "preparing") expect(shut).not.toContain(place);
            if (wish.az) expect(row.az).toBe(wish.az);
            if (type) expect([row.tier, row.market, wish.type]).toEqual(["stopped", "on-demand", undefined]);
            if (step.rung === "another-zone") expect(row.id).not.toBe(LOST);
          }
        }
      }),
      { seed: 16, numRuns: 500 },
    ));
});
