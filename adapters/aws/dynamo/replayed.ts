import { REPLAYED_RETENTION_MS } from "../../../core/model/limits.ts";
import type { Clock } from "../../../core/ports/ports.ts";
import { type Replayed, type ReplayedNotice, replayedKey } from "../../../core/ports/replays.ts";
import type { TableCalls } from "./calls.ts";
import { expiry, replayedItemKey } from "./items.ts";

/** One item per notice, in a partition of the replay's own. */
export const dynamoReplayed = (calls: TableCalls, clock: Clock): Replayed => ({
  async keep(replay, notice) {
    const key = replayedItemKey(replay, replayedKey(notice));
    await calls.write([
      { Put: { Item: { ...key, doc: notice, expiresAt: expiry(clock.now() + REPLAYED_RETENTION_MS) } } },
    ]);
  },

  async page(replay, { after, limit }) {
    const { pk } = replayedItemKey(replay, "");
    const items = await calls.query(
      {
        ConsistentRead: true,
        KeyConditionExpression: "pk = :of",
        ExpressionAttributeValues: { ":of": pk },
        ...(after !== undefined && { ExclusiveStartKey: replayedItemKey(replay, after) }),
      },
      limit,
    );
    return items.map(({ doc }) => doc as ReplayedNotice);
  },
});
