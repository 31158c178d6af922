import type { Claim } from "../../../core/model/claim.ts";
import type { Instance } from "../../../core/model/instance.ts";
import { HISTORY_MAX } from "../../../core/model/limits.ts";
import type { Change, Committed, Records } from "../../../core/ports/store.ts";
import type { TableCalls, Write } from "./calls.ts";
import { findInstance } from "./instances.ts";
import {
  claimColumns,
  claimKey,
  expiryOfItem,
  type HistorySlot,
  type Item,
  instanceColumns,
  instanceKey,
  type Key,
  kindOf,
  pointerKey,
} from "./items.ts";
import { SET_SHAPE } from "./shapes.ts";

/** One item is one conditional write; two, and the first and last write of an instance, which take its pointer along, are
 *  one transaction. The condition brings the winner back with the refusal, so the loser need not ask. */
export const dynamoRecords = (calls: TableCalls): Records => ({
  async commit(change) {
    const { instance, claim } = change;
    const writes = [...(instance ? instanceWrites(instance) : []), ...(claim ? [claimWrite(claim)] : [])];
    const answer = await calls.write(writes);
    return answer.kind === "written" ? { kind: "saved" } : conflict(calls, change, answer.present);
  },
});

/** A pointer that fails the condition although its record does not points into another pool. */
async function conflict(calls: TableCalls, change: Change, present: readonly Item[]): Promise<Committed> {
  const stored = (kind: "instance" | "claim") => present.find((item) => kindOf(item) === kind)?.doc;
  const claim = stored("claim") as Claim | undefined;
  const here = stored("instance") as Instance | undefined;
  const pointed = !here && present.some((item) => item.pool !== undefined);
  const instance = pointed && change.instance ? await findInstance(calls, change.instance.id) : here;
  return { kind: "conflict", ...(instance && { instance }), ...(claim && { claim }) };
}

function instanceWrites(instance: Instance): readonly Write[] {
  const key = pointerKey(instance.id);
  const expiresAt = expiryOfItem(instance);
  const record = write(instanceKey(instance.pool, instance.id), instance, instanceColumns(instance));
  if (instance.version === 1)
    return [record, { Put: { Item: { ...key, pool: instance.pool, expiresAt }, ...IF_ABSENT } }];
  if (expiresAt === undefined) return [record];
  const expire = { UpdateExpression: "SET expiresAt = :at", ExpressionAttributeValues: { ":at": expiresAt } };
  return [record, { Update: { Key: key, ...expire } }];
}

const claimWrite = (claim: Claim): Write => write(claimKey(claim.id), claim, claimColumns(claim));

const SHOW_WINNER = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" } as const;
const IF_ABSENT = { ConditionExpression: "attribute_not_exists(pk)", ...SHOW_WINNER } as const;

/** The next version of a record. The history is a ring of slots, and only the slot of this version is written: nothing is
 *  read for it, and the others stay as they are. */
function write(key: Key, doc: Instance | Claim, columns: Readonly<Record<string, unknown>>): Write {
  const { version, last: transition } = doc;
  const slot = String(version % HISTORY_MAX);
  const saved: HistorySlot = { version, transition };
  if (version === 1)
    return { Put: { Item: { ...key, doc, version, history: { [slot]: saved }, ...columns }, ...IF_ABSENT } };

  const names = Object.keys(columns);
  const present = names.filter((name) => columns[name] !== undefined);
  const absent = names.filter((name) => columns[name] === undefined);
  const sets = [
    "doc = :doc",
    "version = :version",
    SET_SHAPE.expression,
    "history.#slot = :saved",
    ...present.map((name) => `${name} = :${name}`),
  ];
  return {
    Update: {
      Key: key,
      UpdateExpression: `SET ${sets.join(", ")}${absent.length === 0 ? "" : ` REMOVE ${absent.join(", ")}`}`,
      ConditionExpression: "version = :before",
      ExpressionAttributeNames: { "#slot": slot },
      ExpressionAttributeValues: {
        ":doc": doc,
        ":version": version,
        ":before": version - 1,
        ":saved": saved,
        ...SET_SHAPE.values,
        ...Object.fromEntries(present.map((name) => [`:${name}`, columns[name]])),
      },
      ...SHOW_WINNER,
    },
  };
}
