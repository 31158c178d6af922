import type { BlameRecord } from "../../../core/model/blame/ledger.ts";
import type { BlameRecords } from "../../../core/ports/blame.ts";
import type { TableCalls } from "./calls.ts";
import { blameKey, ifNext } from "./items.ts";

/** One item for each region: at most BLAME_BREAKERS_MAX breakers and successes, and as many moments as pools launch in an hour. */
export const dynamoBlame = (calls: TableCalls): BlameRecords => ({
  async find(region) {
    return (await calls.get(blameKey(region)))?.doc as BlameRecord | undefined;
  },

  async save(record) {
    const { region, version } = record;
    const answer = await calls.write([
      { Put: { Item: { ...blameKey(region), doc: record, version }, ...ifNext(version) } },
    ]);
    return answer.kind === "written" ? "saved" : "conflict";
  },
});
