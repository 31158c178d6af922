import { HOUR_MS, type Instant } from "../core/model/time.ts";
import type { LocalCloud } from "./cloud.ts";
import type { Observer } from "./facts.ts";
import { type Invariants, invariants } from "./invariants.ts";
import { measures, type PlayMeasures, type PoolFigures } from "./measures.ts";
import { type Hearing, hearing } from "./rules/published.ts";
import { truthOf } from "./rules/rule.ts";
import type { Ec2CallName } from "./world/call-names.ts";

/** What came of a run. Made of virtual time and the seed alone: the same run makes the same report, byte for byte. */
export interface Report {
  readonly seed: number;
  /** The demand's hours and those it took to settle. */
  readonly simulatedHours: number;
  readonly pools: readonly PoolFigures[];
  readonly ec2Calls: Readonly<Record<Ec2CallName, number>>;
  readonly notices: {
    readonly published: number;
    /** Heard more than once by one subscriber. */
    readonly doubled: number;
    /** Saved versions that the subscriber did not hear of. */
    readonly gaps: number;
  };
  readonly unmanagedEvents: {
    /** Events of instances that no record knew: unmanaged ones, or ours before their launch was recorded. */
    readonly seen: number;
    /** Calls that described an unmanaged instance. */
    readonly describeCalls: number;
  };
  readonly violations: readonly string[];
}

/** Watches a cloud from now on. */
export interface Reporter {
  /** The demand is over. */
  stopIdle(): void;
  /** How things stand; `atEnd` holds it against what must be true once nothing is under way, too. */
  report(options: { atEnd: boolean }): Report;
}

export function reporter(cloud: LocalCloud, seed: number): Reporter {
  const start: Instant = cloud.clock.now();
  const figures: PlayMeasures = measures();
  const rules: Invariants = invariants();
  const subscriber: Hearing = hearing();
  let published = 0;
  const observe: Observer = (fact, at) => {
    figures.observe(fact, at);
    rules.observe(fact, at);
    subscriber.see(fact);
    if (fact.kind === "published") published += 1;
  };
  cloud.watch(observe);
  return {
    stopIdle: () => figures.stopIdle(cloud.clock.now()),
    report({ atEnd }) {
      const now = cloud.clock.now();
      const truth = truthOf(cloud.world, now);
      return {
        seed,
        simulatedHours: Math.round(((now - start) / HOUR_MS) * 100) / 100,
        pools: figures.figures(now),
        ec2Calls: cloud.world.calls(),
        notices: { published, doubled: subscriber.doubles(), gaps: subscriber.gaps().length },
        unmanagedEvents: {
          seen: cloud.counters.total("handled", { function: "instance-state-changed", outcome: "unmanaged" }),
          describeCalls: cloud.world.describedUnmanaged(),
        },
        violations: rules.violations(atEnd ? truth : undefined),
      };
    },
  };
}
