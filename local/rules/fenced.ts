import type { State } from "../../core/model/instance.ts";
import { AWS_ANSWER_MS } from "../../core/model/limits.ts";
import type { Instant } from "../../core/model/time.ts";
import type { Rule } from "./rule.ts";

/** The state that asks for each effect. */
const ASKS = { start: "handing-over", stop: "parking", terminate: "retiring" } as const satisfies Record<string, State>;
/** Between the last look at the record and the effect are two calls: who left the state within them could not be known to have. */
const UNKNOWN_MS = 2 * AWS_ANSWER_MS;

export const fenced: Rule = {
  sentence: "EC2 is asked nothing but what the instance's state asks for",
  begin() {
    const states = new Map<string, State>();
    /** When each instance was last in a state, by both. */
    const lastIn = new Map<string, Instant>();
    return {
      see(fact, at) {
        if (fact.kind === "written" && fact.written.kind === "instance") {
          const { id, state } = fact.written.after;
          const before = states.get(id);
          if (before) lastIn.set(`${id} ${before}`, at);
          states.set(id, state);
        }
        if (fact.kind !== "asked") return undefined;
        const { id, what } = fact;
        const state = states.get(id);
        const since = lastIn.get(`${id} ${ASKS[what]}`);
        const isAskedFor = state === ASKS[what] || (since !== undefined && at - since <= UNKNOWN_MS);
        return state === undefined || isAskedFor ? undefined : `${what} of ${id}, which is ${state}`;
      },
    };
  },
};
