import type { InstanceId } from "../../../core/model/ids.ts";
import type { Instance } from "../../../core/model/instance.ts";
import { SEEN_PAGES_MAX, SWEEP_RETENTION_MS } from "../../../core/model/limits.ts";
import { type Sweep, sweepId } from "../../../core/model/sweep.ts";
import type { Instant } from "../../../core/model/time.ts";
import type { SeenSet, Sweeps } from "../../../core/ports/sweeps.ts";
import type { TableCalls } from "./calls.ts";
import {
  expiry,
  type Item,
  ifNext,
  instanceKey,
  latestSweepKey,
  seenKey,
  seenPartition,
  sweepKey,
  sweepPartition,
} from "./items.ts";
import { KEEP_SHAPE } from "./shapes.ts";

/** Every sweep of a region lies in one partition, by the time it began; the latest are read from its end. Which was begun last is
 * recorded in an item of its own, so that of two callers that begin one at the same time one is refused. */
export const dynamoSweeps = (calls: TableCalls): Sweeps => ({
  async find(id) {
    const item = await calls.get(sweepKey(id));
    return item?.doc as Sweep | undefined;
  },

  async latest(region, limit) {
    const items = await calls.query(
      {
        ConsistentRead: true,
        ScanIndexForward: false,
        KeyConditionExpression: "pk = :region",
        ExpressionAttributeValues: { ":region": sweepPartition(region) },
      },
      limit,
    );
    return items.map(({ doc }) => doc as Sweep);
  },

  async begin(sweep, after = "") {
    const { region, startedAt } = sweep;
    const expired = sweepId(region, startedAt - SWEEP_RETENTION_MS);
    const unlessLater = {
      ConditionExpression: "attribute_not_exists(pk) OR latest <= :known",
      ExpressionAttributeValues: { ":known": after > expired ? after : expired },
    };
    const latest = { ...latestSweepKey(region), latest: sweep.id, expiresAt: expiryOf(startedAt) };
    const answer = await calls.write([
      { Put: { Item: itemOf(sweep), ConditionExpression: "attribute_not_exists(pk)" } },
      { Put: { Item: latest, ...unlessLater } },
    ]);
    return answer.kind === "written" ? "begun" : "conflict";
  },

  async save(sweep) {
    const answer = await calls.write([{ Put: { Item: itemOf(sweep), ...ifNext(sweep.version) } }]);
    return answer.kind === "written" ? "saved" : "conflict";
  },
});

const itemOf = (sweep: Sweep): Item => ({
  ...sweepKey(sweep.id),
  doc: sweep,
  version: sweep.version,
  expiresAt: expiryOf(sweep.startedAt),
});

/** One item per page holds who was seen on it: a thousand ids take some 20 KB of an item's 400. */
export const dynamoSeenSet = (calls: TableCalls): SeenSet => ({
  async records(pool, ids) {
    const items = await calls.getMany([...new Set(ids)].map((id) => instanceKey(pool, id)));
    return items.map(({ doc }) => doc as Instance);
  },

  async see({ page, ids, ...of }) {
    // A set of none is none to DynamoDB.
    if (ids.length === 0) return;
    const values = { ...KEEP_SHAPE.values, ":ids": new Set(ids), ":at": expiryOf(startedAt(of.sweep)) };
    const expression = `ADD ids :ids SET expiresAt = :at, ${KEEP_SHAPE.expression}`;
    const add = { UpdateExpression: expression, ExpressionAttributeValues: values };
    await calls.write([{ Update: { Key: seenKey(of, page), ...add } }]);
  },

  async seen({ page, ...of }) {
    const pages = await calls.query({
      ConsistentRead: true,
      ProjectionExpression: "ids",
      KeyConditionExpression: "pk = :of AND sk BETWEEN :first AND :last",
      ExpressionAttributeValues: {
        ":of": seenPartition(of),
        ":first": seenKey(of, page).sk,
        ":last": seenKey(of, page + SEEN_PAGES_MAX - 1).sk,
      },
    });
    return pages.flatMap(({ ids }) => [...(ids as ReadonlySet<InstanceId>)]);
  },
});

const expiryOf = (began: Instant): number => expiry(began + SWEEP_RETENTION_MS);

const startedAt = (sweep: string): number => Date.parse(sweep.slice(sweep.indexOf(":") + 1));
