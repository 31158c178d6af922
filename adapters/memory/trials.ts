import type { PoolId } from "../../core/model/ids.ts";
import type { Trial } from "../../core/model/trial.ts";
import type { Trials } from "../../core/ports/trials.ts";

/** Trials that are kept as long as the process. */
export function memoryTrials(): Trials {
  const kept = new Map<PoolId, Trial>();
  return {
    async keep(trial) {
      kept.set(trial.pool, trial);
    },
    find: async (pool) => kept.get(pool),
  };
}
