import { randomUUID } from "node:crypto";
import type { DeliveryWindow, ProbePath, WindowKey } from "../../../core/model/delivery.ts";
import { PROBE_DOUBLES_MAX, PROBE_RETENTION_MS } from "../../../core/model/limits.ts";
import { iso } from "../../../core/model/time.ts";
import type { Deliveries } from "../../../core/ports/delivery.ts";
import type { TableCalls, Write } from "./calls.ts";
import { expiry, type Item, type Key } from "./items.ts";
import { KEEP_SHAPE } from "./shapes.ts";

/** A path's windows lie in one partition, by the time they begin. */
export const deliveryPartition = (path: ProbePath): string => `DELIVERY#${path}`;
export const deliveryKey = ({ path, start }: WindowKey): Key => ({
  pk: deliveryPartition(path),
  sk: `WINDOW#${iso(start)}`,
});

/** One item a window. A first arrival is an attribute of its own (`a7`: when, and by which call), a bucket a counter of its own (`b90`),
 *  so that one update settles which of many is first, counts it, and fits in 400 KB: a window has PROBES_PER_WINDOW of each at most.
 *  Each call brings a mark, by which a write that was answered too late and tried again is known for its own. */
export const dynamoDeliveries = (calls: TableCalls): Deliveries => {
  const update = (window: WindowKey, expression: string, more: Partial<Update> = {}) => {
    const { ExpressionAttributeValues: values, ...others } = more;
    return calls.write([
      {
        Update: {
          Key: deliveryKey(window),
          UpdateExpression: `SET ${KEEP_SHAPE.expression}, expiresAt = :expiresAt, #start = :start${expression}`,
          ExpressionAttributeNames: { "#start": "start" },
          ExpressionAttributeValues: {
            ...KEEP_SHAPE.values,
            ":expiresAt": expiryOf(window),
            ":start": window.start,
            ...values,
          },
          ...others,
        },
      },
    ]);
  };
  const once = async (window: WindowKey, expression: string, more: Partial<Update>): Promise<boolean> =>
    (await update(window, expression, more)).kind === "written";

  return {
    async begin(window, tick) {
      const isNew = await once(window, " ADD begun :ticks", {
        ConditionExpression: "NOT contains(begun, :tick)",
        ExpressionAttributeValues: { ":ticks": new Set([tick]), ":tick": tick },
      });
      return isNew ? "begun" : "already";
    },

    async sent(window, seqs) {
      // A set of none is none to DynamoDB.
      if (seqs.length > 0)
        await update(window, " ADD sent :seqs", { ExpressionAttributeValues: { ":seqs": new Set(seqs) } });
    },

    async arrived({ path, start, seq, at, bucket }) {
      const window = { path, start };
      const by = randomUUID().slice(0, MARK_LENGTH);
      const first = await update(window, ", #arrival = :arrival ADD #bucket :one", {
        ConditionExpression: "attribute_not_exists(#arrival)",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        ExpressionAttributeNames: {
          "#start": "start",
          "#arrival": `${ARRIVAL}${seq}`,
          "#bucket": `${BUCKET}${bucket}`,
        },
        ExpressionAttributeValues: { ":arrival": { at, by }, ":one": 1 },
      });
      if (first.kind === "written") return "first";
      const [present] = first.present;
      if ((present?.[`${ARRIVAL}${seq}`] as Arrived | undefined)?.by === by) return "first";
      await update(window, " ADD doubles :marks", {
        ConditionExpression: "attribute_not_exists(doubles) OR size(doubles) < :most",
        ExpressionAttributeValues: { ":marks": new Set([by]), ":most": PROBE_DOUBLES_MAX },
      });
      return "again";
    },

    async windows(path, from, to) {
      if (to <= from) return [];
      const items = await calls.query({
        ConsistentRead: true,
        KeyConditionExpression: "pk = :path AND sk BETWEEN :from AND :to",
        ExpressionAttributeValues: {
          ":path": deliveryPartition(path),
          ":from": deliveryKey({ path, start: from }).sk,
          ":to": deliveryKey({ path, start: to - 1 }).sk,
        },
      });
      return items.map((item) => windowIn(path, item));
    },

    async close(window) {
      const isFirst = await once(window, ", closed = :yes", {
        ConditionExpression: "attribute_not_exists(closed)",
        ExpressionAttributeValues: { ":yes": true },
      });
      return isFirst ? "closed" : "already";
    },
  };
};

type Update = Extract<Write, { readonly Update: unknown }>["Update"];
interface Arrived {
  readonly at: number;
  readonly by: string;
}

const ARRIVAL = "a";
const BUCKET = "b";
/** Of a UUID: its first 48 bits, and a hyphen. */
const MARK_LENGTH = 13;

const expiryOf = ({ start }: WindowKey): number => expiry(start + PROBE_RETENTION_MS);

function windowIn(path: ProbePath, item: Item): DeliveryWindow {
  const numbered = (letter: string) =>
    Object.entries(item).flatMap(([name, value]) =>
      name.startsWith(letter) && NUMBER.test(name.slice(1)) ? [[Number(name.slice(1)), value] as const] : [],
    );
  return {
    path,
    start: item.start as number,
    sent: [...((item.sent as ReadonlySet<number> | undefined) ?? [])].sort((one, other) => one - other),
    arrived: numbered(ARRIVAL)
      .map(([seq, value]) => ({ seq, at: (value as Arrived).at }))
      .sort((one, other) => one.seq - other.seq),
    buckets: Object.fromEntries(numbered(BUCKET)) as Record<number, number>,
    doubles: (item.doubles as ReadonlySet<string> | undefined)?.size ?? 0,
    closed: item.closed === true,
  };
}
const NUMBER = /^\d+$/;
