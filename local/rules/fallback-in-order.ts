import type { Attempt } from "../../core/model/attempt.ts";
import { ATTEMPTS_MAX, FALLBACK_STARTS_MAX } from "../../core/model/limits.ts";
import { ATTEMPT_NAMES } from "../../events/states.ts";
import type { Rule } from "./rule.ts";

/** Attempts whose failure begins a fall-back. */
const BEGINNINGS: readonly Attempt["attempt"][] = ["warm", "almost-warm", "queue"];

export const fallbackInOrder: Rule = {
  sentence:
    "what is tried for a claim comes in the order of the fallback chain, and no fall-back starts more than it may",
  begin: () => ({
    see(fact) {
      if (fact.kind !== "written" || fact.written.kind !== "claim") return undefined;
      const { id, attempts = [] } = fact.written.after;
      if (attempts.length > ATTEMPTS_MAX) return `${id} has ${attempts.length} attempts`;
      for (const fallBack of climbsOf(attempts)) {
        const order = fallBack.map(({ attempt }) => ATTEMPT_NAMES.indexOf(attempt));
        const back = order.findIndex((attempt, at) => attempt < (order[at - 1] ?? 0));
        if (back >= 0) return `${id} tried ${fallBack[back]?.attempt} after ${fallBack[back - 1]?.attempt}`;
        const starts = fallBack.filter(
          ({ outcome, attempt }) => outcome === "failed" && !BEGINNINGS.includes(attempt),
        ).length;
        if (starts > FALLBACK_STARTS_MAX + 1) return `${id} was started ${starts} times in one fall-back`;
      }
      return undefined;
    },
  }),
};

/** What was tried after each failure that began a fall-back. */
function climbsOf(attempts: readonly Attempt[]): readonly (readonly Attempt[])[] {
  const climbs: Attempt[][] = [[]];
  for (const attempt of attempts) {
    if (attempt.outcome === "failed" && BEGINNINGS.includes(attempt.attempt)) climbs.push([]);
    else climbs.at(-1)?.push(attempt);
  }
  return climbs;
}
