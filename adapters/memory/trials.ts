import type { Trial } from "../../core/model/trial.ts";
import type { Trials } from "../../core/ports/trials.ts";

/** Trials that are kept as long as the process. */
export function memoryTrials(): Trials {
  const kept = new Map<string, Trial>();
  return {
    async keep(trial) {
      kept.set(`${trial.pool}/${trial.by}`, trial);
    },
    of: async (pool) =>
      [...kept.values()].filter((trial) => trial.pool === pool).sort((one, other) => (one.by < other.by ? -1 : 1)),
  };
}
