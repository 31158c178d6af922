import { describe, expect, it } from "vitest";
import { type Policy, simulate } from "../../../cli/simulate/base-stock.ts";
import { fixedSizes, sizeAt } from "../../../cli/simulate/best-static.ts";
import { forecastPolicy } from "../../../cli/simulate/forecast-policy.ts";
import {
  clairvoyantPolicy,
  fixedPolicy,
  hourOfWeekPolicy,
  learnedStaticPolicy,
  schedulePolicy,
} from "../../../cli/simulate/plain-policies.ts";
import { streams } from "../../../local/random.ts";

const DAY_S = 86_400;
const HOUR = { from: 0, to: 3_600 };

describe("the base stock", () => {
  it("hits while there is stock, and lets a miss wait for the next that has booted", () => {
    const run = simulate(Float64Array.of(1_000, 1_010, 1_020), 300, HOUR, fixedPolicy(2));
    expect(run).toMatchObject({ claims: 3, hits: 2, launches: 5, wastedBoots: 0 });
    expect([...run.waits]).toEqual([280]);
  });

  it("counts idle time and booting time that nobody claims", () => {
    const falling = simulate(new Float64Array(), 300, HOUR, (second) => (second < 1_800 ? 2 : 0));
    // Two from 300 s on, too many from 1,800 s on, terminated 300 s later.
    expect(falling.meanIdle).toBeCloseTo((2 * 1_800) / 3_600);
    expect(falling.wastedBoots).toBe(2);
    expect(falling.overhead).toBeCloseTo((2 * 1_800 + 2 * 300) / 3_600);
  });

  it("leaves what a fallen target has too many to the claims, and replaces none of it", () => {
    const run = simulate(Float64Array.of(1_810, 1_820), 300, HOUR, (second) => (second < 1_800 ? 2 : 0));
    expect(run).toMatchObject({ launches: 2, hits: 2, wastedBoots: 0 });
  });

  it("is too many from anew once nothing was", () => {
    const target = (second: number): number => (second < 1_200 || (second >= 1_440 && second < 1_500) ? 1 : 0);
    const run = simulate(new Float64Array(), 120, HOUR, target);
    expect(run.wastedBoots).toBe(1);
    // From 120 s to 1,800 s: 300 s after the second fall.
    expect(run.meanIdle).toBeCloseTo(1_680 / 3_600);
  });

  it("terminates what is still booting when the target falls only once it was up for as long as others", () => {
    const bootstrap = simulate(new Float64Array(), 300, HOUR, (second) => (second < 120 ? 1 : 0));
    expect(bootstrap).toMatchObject({ launches: 1, wastedBoots: 1 });
    expect(bootstrap.meanIdle).toBeCloseTo(300 / 3_600);
  });

  it("asks for the target after each claim, and orders at once what it lacks", () => {
    const run = simulate(Float64Array.of(1_810, 2_111), 300, HOUR, (_, { claims }) =>
      claims.some((count) => count > 0) ? 2 : 1,
    );
    expect(run).toMatchObject({ hits: 2, launches: 4 });
    expect([run.targets[30], run.targets[31]]).toEqual([1, 2]);
  });

  it("boots one for a miss, whatever the target", () => {
    const run = simulate(Float64Array.of(1_815), 300, HOUR, fixedPolicy(0));
    expect(run).toMatchObject({ launches: 1, hits: 0, meanIdle: 0 });
    expect([...run.waits]).toEqual([300]);
  });

  it("leaves the warm-up out", () => {
    const run = simulate(Float64Array.of(100, 1_000), 300, { from: 500, to: 3_600 }, fixedPolicy(1));
    expect(run).toMatchObject({ claims: 1, hits: 1, launches: 1 });
  });
});

describe("every fixed size at once", () => {
  const arrivals = randomArrivals(2, 30);
  const span = { from: DAY_S / 2, to: 2 * DAY_S };
  const sizes = fixedSizes(arrivals, 300, span);

  it.each([1, 2, 4, 7])("agrees with playing size %i", (size) => {
    const run = simulate(arrivals, 300, span, fixedPolicy(size));
    expect(sizes.hitRate[size]).toBeCloseTo(run.hitRate, 9);
    expect(sizes.overhead[size]).toBeCloseTo(run.overhead, 6);
  });

  it("mixes two sizes for a hit rate between theirs", () => {
    const between = ((sizes.hitRate[3] ?? 0) + (sizes.hitRate[4] ?? 0)) / 2;
    expect(sizeAt(sizes, between).n).toBeCloseTo(3.5);
    expect(sizeAt(sizes, between).overhead).toBeCloseTo(((sizes.overhead[3] ?? 0) + (sizes.overhead[4] ?? 0)) / 2);
  });
});

describe("always", () => {
  const AIM = { leadSeconds: 300, hit: 0.95 };
  const policies = {
    forecast: (days: number) =>
      forecastPolicy(
        days,
        AIM,
        () => {},
        () => 0,
      ),
    "learned-static": () => learnedStaticPolicy(AIM),
    schedule: () => schedulePolicy(AIM),
    "hour-of-week": () => hourOfWeekPolicy(AIM),
  };

  /** The targets up to the moment from which on the claims differ, and all, for either run of claims. */
  function bothWays(policyOf: (days: number, arrivals: Float64Array) => Policy) {
    const arrivals = randomArrivals(5, 40);
    const turn = 3.4 * DAY_S;
    const later = randomArrivals(5, 400, 9).filter((at) => at >= turn);
    const other = Float64Array.from([...arrivals.filter((at) => at < turn), ...later]);
    const span = { from: 0, to: 5 * DAY_S };
    return [arrivals, other].map((each) => {
      const { targets } = simulate(each, 300, span, policyOf(5, each));
      return { before: targets.subarray(0, Math.floor(turn / 60) + 1), all: targets };
    });
  }

  it.each(Object.entries(policies))("%s sets no target by what comes after it", (_, policyOf) => {
    const [one, other] = bothWays(policyOf);
    expect(other?.before).toEqual(one?.before);
    expect(other?.all).not.toEqual(one?.all);
  });

  it("the bound does, which shows that it would be seen", () => {
    const [one, other] = bothWays((days, arrivals) => clairvoyantPolicy(arrivals, days, 300, 3_000));
    expect(other?.before).not.toEqual(one?.before);
  });
});

/** Independent claims, so many an hour by day and a tenth by night. */
function randomArrivals(days: number, perHour: number, seed = 1): Float64Array {
  const random = streams(seed)("arrivals");
  const times: number[] = [];
  for (let at = random.gap(3_600_000 / perHour); at < days * DAY_S * 1_000; at += random.gap(3_600_000 / perHour)) {
    const hour = (at / 3_600_000) % 24;
    if (random.chance(hour > 8 && hour < 18 ? 1 : 0.1)) times.push(at / 1_000);
  }
  return Float64Array.from(times);
}
