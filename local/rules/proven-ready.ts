import type { Instance, Signal } from "../../core/model/instance.ts";
import { nonceOf } from "../../core/model/start.ts";
import { CLOCK_SIGNAL, type Requirement } from "../../core/model/template.ts";
import type { Rule } from "./rule.ts";

export const provenReady: Rule = {
  sentence: "nothing is warm or delivered without the evidence its template asks for",
  begin: () => ({
    see(fact) {
      if (fact.kind !== "written" || fact.written.kind !== "instance") return undefined;
      const { before, after } = fact.written;
      if (!before || before.state === after.state) return undefined;
      if (before.state === "in-use" && after.state === "warm")
        return `${after.id} is warm after in-use, without a scrub`;
      if (after.last.name !== "ready") return undefined;
      const stage = before.state === "launching" ? "preparing" : before.state;
      if (stage !== "preparing" && stage !== "handing-over" && stage !== "returning") return undefined;
      const isUnfitted = stage === "handing-over" && after.lease?.configured === false;
      const lacking = isUnfitted ? "what the claim asked for" : lackingOf(after.terms.evidence[stage], before, after);
      return lacking === undefined
        ? undefined
        : `${after.id} is ${after.state} after ${before.state}, without ${lacking}`;
    },
  }),
};

/** What is lacking of a requirement. States that begin with no evidence have lost what came in the same write as its verdict. */
function lackingOf(requirement: Requirement, before: Instance, after: Instance): string | undefined {
  if (requirement.by !== "signals") return undefined;
  const isForgotten = after.state === "handing-over" || after.state === "returning";
  const signals = isForgotten ? before.signals : after.signals;
  // What makes the verdict complete is not in the record of before, so only what is in the one after can be held to its start.
  const nonce = requirement.bound && !isForgotten ? nonceOf(before) : undefined;
  const lacking = requirement.needs.filter(
    (name) =>
      !isProof(signals[name], requirement.maxClockOffsetMs) ||
      (nonce !== undefined && signals[name]?.nonce !== nonce) ||
      (signals[name]?.boot ?? 1) < (requirement.fromBoot?.[name] ?? 1),
  );
  return lacking.at(isForgotten ? 1 : 0);
}

const isProof = (signal: Signal | undefined, maxClockOffsetMs = Number.POSITIVE_INFINITY): boolean =>
  signal?.ok === true &&
  (signal.name !== CLOCK_SIGNAL || Math.abs(signal.offsetMs ?? Number.POSITIVE_INFINITY) <= maxClockOffsetMs);
