import { POOL_TAG } from "../../core/model/tags.ts";
import { HOUR_MS } from "../../core/model/time.ts";
import { isEndedMachine } from "../world/machine.ts";
import type { Rule } from "./rule.ts";

/** Two sweeps find what an end behind the plane's back has left open. */
const LEFT_OPEN_MAX_MS = HOUR_MS;

export const spotRequestsEnd: Rule = {
  sentence: "a persistent Spot request ends with its member, and none launches another in its place",
  begin: () => ({
    end({ machines, spotRequests, now }) {
      const all = [...machines];
      const since = new Map(all.map(({ id, since }) => [id, since]));
      const open = spotRequests.filter(
        ({ state, tags, instance }) =>
          state === "open" && POOL_TAG in tags && now - (since.get(instance) ?? 0) > LEFT_OPEN_MAX_MS,
      );
      const respawned = all.filter(
        (machine) => machine.isRespawned && !isEndedMachine(machine) && now - machine.launchedAt > LEFT_OPEN_MAX_MS,
      );
      return [
        ...open.map(({ id, instance }) => `${id} is still open, and ${instance} is over`),
        ...respawned.map(({ id, spotRequest }) => `${id} is there, launched by ${spotRequest}`),
      ];
    },
  }),
};
