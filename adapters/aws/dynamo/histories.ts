import type { Chapter } from "../../../core/model/chapter.ts";
import { HISTORY_RETENTION_MS } from "../../../core/model/limits.ts";
import type { Histories } from "../../../core/ports/store.ts";
import type { TableCalls } from "./calls.ts";
import { chapterKey, expiry, historyPartition } from "./items.ts";

/** One item per chapter, in a partition of the instance's own, beside no record: it outlives them. */
export const dynamoHistories = (calls: TableCalls): Histories => ({
  async keep(chapter) {
    const { instance, until, transitions } = chapter;
    const last = transitions[transitions.length - 1] ?? transitions[0];
    const Item = {
      ...chapterKey(instance, transitions[0].at, String(until).padStart(8, "0")),
      doc: chapter,
      expiresAt: expiry(last.at + HISTORY_RETENTION_MS),
    };
    await calls.write([{ Put: { Item } }]);
  },

  async at(id, moment) {
    const [item] = await calls.query(
      {
        ConsistentRead: true,
        ScanIndexForward: false,
        KeyConditionExpression: "pk = :of AND sk < :next",
        ExpressionAttributeValues: { ":of": historyPartition(id), ":next": chapterKey(id, moment + 1).sk },
      },
      1,
    );
    return item?.doc as Chapter | undefined;
  },
});
