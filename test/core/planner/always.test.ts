import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plan } from "../../../core/planner/plan.ts";
import type { Plan, Retirement, Snapshot } from "../../../core/planner/snapshot.ts";
import { countsToCeiling, isStock, isWarm } from "../../../core/planner/stock.ts";
import { TIERS, type Tier } from "../../../events/tiers.ts";
import { aLedger, aPool, aTarget } from "../../builders.ts";
import { applied, snapshots, template } from "./arbitrary.ts";
import { aSnapshot, asAsked, row } from "./snapshots.ts";

const SEED = { seed: 20_260_105, numRuns: 500 };
const always = (holds: (snapshot: Snapshot, made: Plan) => boolean | undefined) =>
  fc.assert(
    fc.property(snapshots, (snapshot) => holds(snapshot, plan(snapshot, asAsked)) !== false),
    SEED,
  );

const sum = (counts: readonly { readonly count: number }[]): number =>
  counts.reduce((total, { count }) => total + count, 0);
/** Launches that were under way before the plan and still are. */
const underWay = ({ ledger }: Snapshot, { droppedIntents }: Plan) =>
  ledger.intents.filter(({ token }) => !droppedIntents.includes(token));
const codes = ({ reasons }: Plan) => reasons.map(({ code }) => code as string);
const BOUNDS = ["ceiling-instances", "ceiling-money", "breaker-open", "breaker-trial", "no-open-zone", "plan-bound"];

describe("always", () => {
  it("a plan launches nothing above the ceiling in instances, nor in money", () =>
    always((snapshot, made) => {
      const after = snapshot.stock.filter(countsToCeiling).length + sum(underWay(snapshot, made)) + sum(made.launches);
      const { instances, usdPerHour = Number.POSITIVE_INFINITY } = snapshot.pool.max;
      return made.launches.length === 0 || (after <= instances && after * 0.1 <= usdPerHour + 1e-9);
    }));

  it("a plan launches no more than claims wait for a launch, and tiers lack to their target and what replaces the outdated", () =>
    always((snapshot, made) => {
      const given = new Set(made.assignments.map(({ claim }) => claim.id));
      const claims = snapshot.pending.filter(
        ({ id, fallback, waitUntil }) => fallback === "launch" && waitUntil > snapshot.now && !given.has(id),
      );
      const lacking = TIERS.map((tier) => {
        const target = snapshot.pool.target[tier];
        const free = stockAfter(snapshot, made, tier).length;
        const coming = sum(underWay(snapshot, made).filter((intent) => intent.tier === tier));
        return Math.max(0, target + Math.max(1, Math.ceil(target / 10)) - free - coming);
      });
      return sum(made.launches) <= claims.length + lacking.reduce((total, count) => total + count, 0);
    }));

  it("nothing healthy leaves a tier unless its target stays warm, but what makes room", () =>
    always((snapshot, made) =>
      TIERS.every((tier) => {
        const warm = stockAfter(snapshot, made, tier).filter(isWarm);
        const leaving = warm.filter(({ id }) => made.retirements.some((each) => each.instance === id && !roomy(each)));
        return leaving.length === 0 || warm.length - leaving.length >= snapshot.pool.target[tier];
      }),
    ));

  it("only what is warm and free, or fills up the quarantine, leaves", () =>
    always((snapshot, made) =>
      made.retirements.every(({ instance }) => {
        const row = snapshot.stock.find(({ id }) => id === instance);
        return row && (isWarm(row) || row.state === "quarantined");
      }),
    ));

  it("each instance goes to one claim at most, each claim gets one, and no suspect or leased one is given", () =>
    always((snapshot, { assignments, retirements }) => {
      const rows = assignments.map(({ instance }) => snapshot.stock.find(({ id }) => id === instance));
      const once = new Set(rows).size === rows.length;
      const oneEach = new Set(assignments.map(({ claim }) => claim.id)).size === rows.length;
      const kept = !assignments.some((given) => retirements.some(({ instance }) => instance === given.instance));
      return once && oneEach && kept && rows.every((row) => row && !row.lease && row.suspectSince === undefined);
    }));

  it("what lies in quarantine changes no launch and no assignment, and finds its bound with the plan", () =>
    fc.assert(
      fc.property(snapshots, fc.nat(30), (snapshot, count) => {
        const others = snapshot.stock.filter(({ state }) => state !== "quarantined");
        const aside = Array.from({ length: count }, (_, n) => row(100 + n, "quarantined"));
        const made = plan({ ...snapshot, stock: [...others, ...aside] }, asAsked);
        const without = plan({ ...snapshot, stock: others }, asAsked);
        expect(made.launches).toEqual(without.launches);
        expect(made.assignments).toEqual(without.assignments);
        const leaving = made.retirements.filter(({ instance }) => aside.some(({ id }) => id === instance));
        expect(count - leaving.length).toBeLessThanOrEqual(snapshot.pool.quarantineMax);
      }),
      SEED,
    ));

  it("every launch has a token of its own, of this plan's epoch", () =>
    always(({ ledger }, { launches }) => {
      const tokens = [...ledger.intents, ...launches].map(({ token }) => token);
      return new Set(tokens).size === tokens.length && launches.every(({ epoch }) => epoch === ledger.epoch + 1);
    }));

  it("every launch is of a place that is open", () =>
    always(({ closed, now }, { launches }) =>
      launches.every(({ az, type }) => az in template.subnets && (closed[`${az}/${type}`] ?? 0) <= now),
    ));

  it("a bounded plan reports what bounds it", () =>
    always((snapshot, made) => {
      const { usdPerHour: _, ...max } = { ...snapshot.pool.max, instances: 1_000 };
      const { openUntil: _open, ...breaker } = { ...snapshot.ledger.breaker, failures: -100 };
      const unbound = plan(
        { ...snapshot, pool: { ...snapshot.pool, max }, ledger: { ...snapshot.ledger, breaker }, closed: {} },
        asAsked,
      );
      return sum(made.launches) >= sum(unbound.launches) || codes(made).some((code) => BOUNDS.includes(code));
    }));

  it("the ledger is one epoch on if there is anything to write, and the same if not", () =>
    always(({ ledger }, made) =>
      made.changesLedger
        ? made.ledger.epoch === ledger.epoch + 1
        : made.ledger.epoch === ledger.epoch && made.launches.length === 0 && made.droppedIntents.length === 0,
    ));

  it("the same snapshot makes the same plan, and stays as it was", () =>
    always((snapshot, made) => {
      const before = JSON.stringify(snapshot);
      return JSON.stringify(plan(snapshot, asAsked)) === JSON.stringify(made) && JSON.stringify(snapshot) === before;
    }));

  it("a plan that is carried out is followed by one that does nothing", () =>
    always((snapshot, made) => {
      const leftToNext = made.retirements.length > 0 || codes(made).some((code) => BOUNDS.includes(code));
      if (leftToNext) return true;
      return doesNothing(plan(applied(snapshot, made), asAsked));
    }));

  it("plans that are carried out come to rest, also where one had to leave something to the next", () =>
    always((snapshot, made) => {
      let [before, next] = [snapshot, made];
      for (let plans = 0; plans < 3; plans += 1) {
        before = applied(before, next);
        next = plan(before, asAsked);
      }
      return doesNothing(next);
    }));

  it("an empty pool is spread over its zones so that they differ by one at most", () =>
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (running, stopped) => {
        const pool = aPool({ target: aTarget({ running, stopped }), max: { instances: 200 } });
        const { launches } = plan(aSnapshot({ pool, template, ledger: aLedger() }), asAsked);
        return TIERS.every((tier) => {
          const zones = Object.keys(template.subnets).map((az) =>
            sum(launches.filter((launch) => launch.az === az && launch.tier === tier)),
          );
          return Math.max(...zones) - Math.min(...zones) <= 1;
        });
      }),
      SEED,
    ));

  it("these snapshots lead to every kind of outcome, or they prove nothing", () => {
    const plans = fc.sample(snapshots, SEED).map((snapshot) => plan(snapshot, asAsked));
    const seen = new Set(plans.flatMap(codes));
    for (const code of BOUNDS.filter((bound) => bound !== "plan-bound")) expect(seen).toContain(code);
    for (const code of ["surplus", "surplus-young", "outdated", "replacing", "claims-waiting", "quarantine-full"]) {
      const whys = plans.flatMap(({ retirements }) =>
        retirements.flatMap(({ reasons }) => reasons.map((why) => why.code as string)),
      );
      expect([...seen, ...whys]).toContain(code);
    }
    expect(plans.some(({ assignments }) => assignments.length > 1)).toBe(true);
    expect(plans.filter(({ launches }) => launches.length > 0).length).toBeGreaterThan(200);
  });
});

const roomy = ({ reasons }: Retirement): boolean => reasons.some(({ code }) => code === "makes-room");

const doesNothing = ({ launches, assignments, retirements }: Plan): boolean =>
  launches.length + assignments.length + retirements.length === 0;

/** What is free in a tier once the plan has given its stock to claims. */
const stockAfter = ({ stock }: Snapshot, { assignments }: Plan, tier: Tier) =>
  stock.filter((row) => row.tier === tier && isStock(row) && !assignments.some(({ instance }) => instance === row.id));
