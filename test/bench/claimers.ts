import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, QueryCommand, ScanCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { claimColumns, claimKey, instanceColumns, instanceKey } from "../../adapters/aws/dynamo/items.ts";
import { BIN_INDEX } from "../../adapters/aws/dynamo/table.ts";
import { memoryPlane } from "../../adapters/memory/plane.ts";
import { leased, newClaim } from "../../core/claims/life.ts";
import { claimInstance } from "../../core/flows/claim-instance.ts";
import { transition } from "../../core/lifecycle/transition.ts";
import type { ClaimRequest } from "../../core/model/claim.ts";
import { SPREAD_LAST } from "../../core/model/ids.ts";
import type { Instance } from "../../core/model/instance.ts";
import { reason } from "../../core/model/reason.ts";
import { binOf, binPrefix } from "../../core/model/state-index.ts";
import { aPool, CALLER, EPOCH } from "../builders.ts";
import { clockAt } from "../recorded-plane.ts";
import { openStore, POOL_ID } from "./warm-pool.ts";

/** Makes the n-th claim; answers how many leases were tried for it and how many calls DynamoDB got. */
export type Claimer = (n: number) => Promise<{ attempts: number; calls: number }>;
/** One claimer of a round; each has a store of its own, as each Lambda container has. `known` are the warm instances. */
export type MakeClaimer = (
  client: DynamoDBClient,
  table: string,
  round: { readonly round: number; readonly known: readonly Instance[] },
) => Promise<Claimer>;

const requestNo = (round: number, n: number): ClaimRequest => ({
  caller: CALLER,
  key: `job-${round}-${n}`,
  pool: POOL_ID,
});

/** The plane's own claim, whole: match, query, lease, start (answered at once: EC2 is not what is measured). */
export const claimsThroughFlow: MakeClaimer = async (client, table, { round }) => {
  let calls = 0;
  let attempts = 0;
  const store = openStore(client, table, (command) => {
    calls += 1;
    if (command === "TransactWriteItems") attempts += 1;
  });
  const { ports } = memoryPlane({ clock: clockAt(EPOCH) }, store);
  // A container that has served before remembers the pool and its template.
  await store.pools.recall(POOL_ID);
  const pool = aPool();
  await store.templates.find(pool.template.name, pool.template.version);
  return async (n) => {
    [calls, attempts] = [0, 0];
    const claimed = await claimInstance(ports, requestNo(round, n));
    if (claimed.kind !== "answer" || claimed.claim.kind !== "hit") throw new Error(`claim ${n} was no hit`);
    return { attempts, calls };
  };
};

/** The state index's end. */
const LAST = `${binPrefix("warm", "stopped")}${SPREAD_LAST}`;

/** One strongly consistent query of the state index that finds the one instance, one transaction of two items, and no decision in
 *  between. The query is the state index's, as a claim's must be: DynamoDB Local takes far longer for a range than for one key. */
export const bareClaims: MakeClaimer = async (client, table, { round, known: instances }) => {
  const document = documentOf(client);
  return async (n) => {
    const known = instances[n];
    if (!known) throw new Error(`there is no instance ${n}`);
    const query = new QueryCommand({
      TableName: table,
      IndexName: BIN_INDEX,
      ConsistentRead: true,
      Limit: 1,
      KeyConditionExpression: "pk = :pool AND bin BETWEEN :first AND :last",
      ExpressionAttributeValues: { ":pool": instanceKey(POOL_ID, "").pk, ":first": binOf(known), ":last": LAST },
    });
    const { Items } = await document.send(query);
    await document.send(leaseOf(table, Items?.[0]?.doc as Instance, requestNo(round, n)));
    return { attempts: 1, calls: 2 };
  };
};

/** What many pools do: read everything, take one that is free (not all the same one), read again when somebody was faster. */
export const scanClaims: MakeClaimer = async (client, table, { round }) => {
  const document = documentOf(client);
  const scan = new ScanCommand({
    TableName: table,
    ConsistentRead: true,
    FilterExpression: "begins_with(sk, :kind) AND doc.#state = :warm",
    ExpressionAttributeNames: { "#state": "state" },
    ExpressionAttributeValues: { ":kind": "INSTANCE#", ":warm": "warm" },
  });
  return async (n) => {
    for (let attempts = 1; ; attempts += 1) {
      const { Items = [] } = await document.send(scan);
      const free = Items[n % Math.max(1, Items.length)];
      if (!free) throw new Error("the scan found nothing warm");
      try {
        await document.send(leaseOf(table, free.doc as Instance, requestNo(round, n)));
        return { attempts, calls: 2 * attempts };
      } catch (lost) {
        if (!(lost instanceof Error) || lost.name !== "TransactionCanceledException") throw lost;
      }
    }
  };
};

const documentOf = (client: DynamoDBClient) =>
  DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });

/** The same two items, with the same content and conditions, as the store writes for a lease. */
function leaseOf(table: string, instance: Instance, request: ClaimRequest): TransactWriteCommand {
  const claim = newClaim(request, aPool({ id: POOL_ID }), EPOCH);
  const cause = `claim:${claim.id}`;
  const outcome = transition(instance, {
    name: "leased",
    claim: claim.id,
    overrides: claim.overrides,
    at: EPOCH,
    cause,
  });
  if (outcome.kind !== "moved") throw new Error(`${instance.id} cannot be leased`);
  const { next } = outcome;
  const held = leased(claim, next, "hit", { at: EPOCH, cause, reasons: [reason("warm-found")] });
  const history = { [String(held.version)]: { version: held.version, transition: held.last } };
  const put = { ...claimKey(held.id), ...claimColumns(held), doc: held, version: held.version, history };
  return new TransactWriteCommand({
    TransactItems: [
      {
        Update: {
          TableName: table,
          Key: instanceKey(POOL_ID, next.id),
          UpdateExpression: "SET doc = :doc, version = :next, bin = :bin, history.#slot = :told",
          ConditionExpression: "version = :now",
          ExpressionAttributeNames: { "#slot": String(next.version) },
          ExpressionAttributeValues: {
            ":doc": next,
            ":next": next.version,
            ":now": instance.version,
            ":bin": instanceColumns(next).bin,
            ":told": { version: next.version, transition: next.last },
          },
        },
      },
      { Put: { TableName: table, Item: put, ConditionExpression: "attribute_not_exists(pk)" } },
    ],
  });
}
