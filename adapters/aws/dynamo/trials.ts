import { TRIAL_RETENTION_MS } from "../../../core/model/limits.ts";
import type { Trial } from "../../../core/model/trial.ts";
import type { Trials } from "../../../core/ports/trials.ts";
import type { TableCalls } from "./calls.ts";
import { expiry, trialKey, trialPartition } from "./items.ts";

/** One item per pool and function, in a partition that is not published to subscribers. */
export const dynamoTrials = (calls: TableCalls): Trials => ({
  async keep(trial) {
    const key = trialKey(trial.pool, trial.by);
    await calls.write([{ Put: { Item: { ...key, doc: trial, expiresAt: expiry(trial.at + TRIAL_RETENTION_MS) } } }]);
  },

  async of(pool) {
    const items = await calls.query({
      ConsistentRead: true,
      KeyConditionExpression: "pk = :trials",
      ExpressionAttributeValues: { ":trials": trialPartition(pool) },
    });
    return items.map(({ doc }) => doc as Trial);
  },
});
