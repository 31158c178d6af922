import { TRIAL_RETENTION_MS } from "../../../core/model/limits.ts";
import type { Trial } from "../../../core/model/trial.ts";
import type { Trials } from "../../../core/ports/trials.ts";
import type { Calls } from "./calls.ts";
import { expiry, trialKey } from "./items.ts";

/** One item per pool, in a partition that no subscriber is told of. */
export const dynamoTrials = (calls: Calls): Trials => ({
  async keep(trial) {
    const Item = { ...trialKey(trial.pool), doc: trial, expiresAt: expiry(trial.at + TRIAL_RETENTION_MS) };
    await calls.write([{ Put: { Item } }]);
  },

  async find(pool) {
    const item = await calls.get(trialKey(pool));
    return item?.doc as Trial | undefined;
  },
});
