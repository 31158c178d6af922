import { HOUR_MS, type Instant, MINUTE_MS } from "../../../core/model/time.ts";
import type { LocalCloud } from "../../../local/cloud.ts";
import type { Fact } from "../../../local/facts.ts";
import { RULES } from "../../../local/invariants.ts";
import { claimsEnd } from "../../../local/rules/claims-end.ts";
import { nothingGivenUp } from "../../../local/rules/nothing-given-up.ts";
import { type Rule, truthOf } from "../../../local/rules/rule.ts";
import { BY_HAND } from "./deeds.ts";
import { PLANNED, planned } from "./planned.ts";

const KEPT_MAX = 5;
/** While faults last, a plan that refuses a claim may come later by so much. */
const CLAIMS_LATE_MS = 45 * MINUTE_MS;
/** Tasks, messages and sleeps that may wait in a world of so few instances. */
export const WAITING_MAX = 2_000;
const BOUNDED = `no more than ${WAITING_MAX} messages, timers and calls wait at once`;

export interface Breach {
  readonly rule: string;
  readonly detail: string;
  /** Virtual hours from the beginning. */
  readonly atHours: number;
}

/** Holds a world against every rule: each fact as it comes, and what only time can show from time to time. */
export interface Watching {
  readonly broken: readonly Breach[];
  see(fact: Fact, at: Instant): void;
  call: ReturnType<typeof planned>["call"];
  /** What must hold at any moment. */
  look(): void;
  /** What must hold once all is quiet. */
  ending(): readonly Breach[];
  breach(rule: string, detail: string): void;
}

/** `isCalm`: nothing goes wrong in this world, so that bounds hold which no plane could keep otherwise. */
export function watching(
  cloud: () => LocalCloud,
  start: Instant,
  { isCalm, rules = RULES }: { readonly isCalm: boolean; readonly rules?: readonly Rule[] },
): Watching {
  const broken: Breach[] = [];
  const plans = planned();
  const watches = rules.filter((rule) => rule !== nothingGivenUp).map((rule) => ({ rule, watch: rule.begin() }));
  const breachAt = (rule: string, detail: string): Breach => ({
    rule,
    detail,
    atHours: Math.round(((cloud().clock.now() - start) / HOUR_MS) * 1_000) / 1_000,
  });
  const breach = (rule: string, detail: string): void => {
    if (broken.length < KEPT_MAX) broken.push(breachAt(rule, detail));
  };
  return {
    broken,
    breach,
    call: plans.call,
    see(fact, at) {
      if (isCalm) plans.see(fact, at);
      if (fact.kind === "launched" && fact.token.startsWith(BY_HAND)) return;
      for (const { rule, watch } of watches) {
        const detail = watch.see?.(fact, at);
        if (detail !== undefined) breach(rule.sentence, detail);
      }
    },
    look() {
      const { clock, world, scheduler } = cloud();
      const now = clock.now();
      for (const detail of plans.overdue(now)) breach(PLANNED, detail);
      if (scheduler.waiting() > WAITING_MAX) breach(BOUNDED, `${scheduler.waiting()} wait`);
      const truth = truthOf(world, now - CLAIMS_LATE_MS);
      for (const { rule, watch } of watches)
        if (rule === claimsEnd) for (const detail of watch.end?.(truth) ?? []) breach(rule.sentence, detail);
    },
    ending() {
      const { clock, world } = cloud();
      const truth = truthOf(world, clock.now());
      return watches.flatMap(({ rule, watch }) =>
        (watch.end?.(truth) ?? []).map((detail) => breachAt(rule.sentence, detail)),
      );
    },
  };
}
