import type { Instance } from "../../core/model/instance.ts";
import { persistsMs, RETRIES } from "../../core/model/retries.ts";
import { SECOND_MS } from "../../core/model/time.ts";
import { isEndedMachine } from "../world/machine.ts";
import type { Rule } from "./rule.ts";

const LAUNCHES = RETRIES.actions;
/** The record of a launch is on its way so long at most: a few seconds, every redelivery of its action, and one invocation that was lost. */
const UNRECORDED_MAX_MS = 10 * SECOND_MS + persistsMs(LAUNCHES) + LAUNCHES.visibilityMs;

export const noOrphan: Rule = {
  sentence: "every instance with our tag has a record",
  begin() {
    const states = new Map<string, Instance["state"]>();
    return {
      see(fact) {
        if (fact.kind === "written" && fact.written.kind === "instance")
          states.set(fact.written.after.id, fact.written.after.state);
        return undefined;
      },
      end: ({ machines, now }) =>
        [...machines]
          // What a Spot request launched is without our tag.
          .filter(
            (machine) =>
              !isEndedMachine(machine) && !machine.isRespawned && now - machine.launchedAt > UNRECORDED_MAX_MS,
          )
          .filter(({ id }) => (states.get(id) ?? "gone") === "gone")
          .map(
            ({ id, pool, state }) =>
              `${id} of ${pool} is ${state}, and ${states.has(id) ? "recorded as gone" : "unrecorded"}`,
          ),
    };
  },
};
