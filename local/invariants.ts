import type { Observer } from "./facts.ts";
import { answersKept } from "./rules/answers-kept.ts";
import { asAsked } from "./rules/as-asked.ts";
import { belowCeiling } from "./rules/below-ceiling.ts";
import { billedBelowMax } from "./rules/billed-below-max.ts";
import { claimsEnd } from "./rules/claims-end.ts";
import { deadlinesKept } from "./rules/deadlines-kept.ts";
import { deletionProven } from "./rules/deletion-proven.ts";
import { deliveredRuns } from "./rules/delivered-runs.ts";
import { endedForCause } from "./rules/ended-for-cause.ts";
import { fallbackInOrder } from "./rules/fallback-in-order.ts";
import { fenced } from "./rules/fenced.ts";
import { inUseLeftAlone } from "./rules/in-use-left-alone.ts";
import { launchesBounded } from "./rules/launches-bounded.ts";
import { launchesIntended } from "./rules/launches-intended.ts";
import { leasesRespected } from "./rules/leases-respected.ts";
import { namesApart } from "./rules/names-apart.ts";
import { noMistakes } from "./rules/no-mistakes.ts";
import { noOrphan } from "./rules/no-orphan.ts";
import { nothingGivenUp } from "./rules/nothing-given-up.ts";
import { oneHolder } from "./rules/one-holder.ts";
import { provenReady } from "./rules/proven-ready.ts";
import { published } from "./rules/published.ts";
import type { Rule, Truth } from "./rules/rule.ts";
import { spotRequestsEnd } from "./rules/spot-requests-end.ts";
import { versionsFollow } from "./rules/versions-follow.ts";
import { warmAtRest } from "./rules/warm-at-rest.ts";

/** What must hold in every run, whatever is lost, late or doubled. */
export const RULES: readonly Rule[] = [
  oneHolder,
  answersKept,
  claimsEnd,
  noOrphan,
  launchesIntended,
  inUseLeftAlone,
  deliveredRuns,
  belowCeiling,
  fenced,
  leasesRespected,
  fallbackInOrder,
  deletionProven,
  deadlinesKept,
  provenReady,
  versionsFollow,
  published,
  asAsked,
  launchesBounded,
  warmAtRest,
  namesApart,
  nothingGivenUp,
  noMistakes,
];

/** What the plane does not keep yet. The simulator holds its worlds against them by `--awaited`. */
export const AWAITED_RULES: readonly Rule[] = [billedBelowMax, endedForCause, spotRequestsEnd];

/** Violations kept in words; further ones are counted. */
const KEPT_MAX = 100;

export interface Invariants {
  readonly observe: Observer;
  /** What was broken so far, each as the rule's sentence and what was seen; with the truth, also what only an end can show. */
  violations(truth?: Truth): readonly string[];
}

/** Holds every fact against every rule. */
export function invariants(rules: readonly Rule[] = RULES): Invariants {
  const watches = rules.map(({ sentence, begin }) => ({ sentence, watch: begin() }));
  const found: string[] = [];
  let unkept = 0;
  return {
    observe(fact, at) {
      for (const { sentence, watch } of watches) {
        const detail = watch.see?.(fact, at);
        if (detail === undefined) continue;
        if (found.length < KEPT_MAX) found.push(`${sentence}: ${detail}`);
        else unkept += 1;
      }
    },
    violations(truth) {
      const ending = watches.flatMap(({ sentence, watch }) =>
        ((truth && watch.end?.(truth)) ?? []).map((detail) => `${sentence}: ${detail}`),
      );
      const all = [...found, ...ending];
      const more = unkept + Math.max(0, all.length - KEPT_MAX);
      return more > 0 ? [...all.slice(0, KEPT_MAX), `and ${more} more`] : all;
    },
  };
}
