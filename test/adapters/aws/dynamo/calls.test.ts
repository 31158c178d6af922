import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
  TransactionConflictException,
} from "@aws-sdk/client-dynamodb";
import {
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";
import type { OnCall } from "../../../../adapters/aws/dynamo/calls.ts";
import { dynamoStore } from "../../../../adapters/aws/dynamo/store.ts";
import { SPREAD_FIRST } from "../../../../core/model/ids.ts";
import { QUERY_PAGES_MAX, TRANSACTION_TRIES_MAX } from "../../../../core/model/limits.ts";
import { aClaim, anInstance, anIntent, aPool, EPOCH, next, POOL } from "../../../builders.ts";

/** What DynamoDB Local does not do by itself: conflicts between transactions, throttling, endless queries, half-seen writes. */
const sent = mockClient(DynamoDBDocumentClient);
const counted: unknown[] = [];
const fresh = (told: { onCall?: OnCall } = {}) =>
  dynamoStore({
    client: new DynamoDBClient({ region: "eu-west-1" }),
    table: "greenroom",
    clock: { now: () => EPOCH },
    counters: { count: (name, dimensions) => counted.push([name, dimensions]) },
    ...told,
  });
let store = fresh();

const answer = { message: "no", $metadata: {} };
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({ ...answer, CancellationReasons: codes.map((Code) => ({ Code })) });
const instance = next(anInstance());
const both = { instance, claim: aClaim() };

beforeEach(() => {
  sent.reset();
  counted.length = 0;
  store = fresh();
});

describe("a commit", () => {
  test("whose items another transaction holds is tried again at once", async () => {
    sent.on(TransactWriteCommand).rejectsOnce(cancelled("TransactionConflict", "None")).resolves({});
    expect(await store.records.commit(both)).toEqual({ kind: "saved" });
    sent.on(UpdateCommand).rejectsOnce(new TransactionConflictException(answer)).resolves({});
    expect(await store.records.commit({ instance })).toEqual({ kind: "saved" });
  });

  test("whose items stay held is given back, to be tried again later", async () => {
    sent.on(TransactWriteCommand).rejects(cancelled("TransactionConflict", "None"));
    await expect(store.records.commit(both)).rejects.toMatchObject({ fate: "retryable", code: "TransactionConflict" });
    expect(sent.calls()).toHaveLength(TRANSACTION_TRIES_MAX);
  });

  test("that lost to one and is held by another has lost", async () => {
    const present = marshall({ pk: `POOL#${POOL}`, sk: `INSTANCE#${instance.id}`, doc: instance });
    const reasons = [{ Code: "ConditionalCheckFailed", Item: present }, { Code: "TransactionConflict" }];
    sent
      .on(TransactWriteCommand)
      .rejects(new TransactionCanceledException({ ...answer, CancellationReasons: reasons }));
    expect(await store.records.commit(both)).toEqual({ kind: "conflict", instance });
    expect(sent.calls()).toHaveLength(1);
  });

  test("of a later version of nothing is a conflict that shows nothing", async () => {
    sent.on(UpdateCommand).rejects(new ConditionalCheckFailedException(answer));
    expect(await store.records.commit({ instance })).toEqual({ kind: "conflict" });
  });
});

describe("an error", () => {
  const named = (name: string) => Object.assign(new Error("no"), { name, $fault: "client" });

  test.each([
    ["ProvisionedThroughputExceededException", "retry-after"],
    ["ThrottlingException", "retry-after"],
    ["RequestLimitExceeded", "retry-after"],
    ["TransactionInProgressException", "retryable"],
    ["InternalServerError", "retryable"],
    ["ValidationException", "terminal"],
    ["ItemCollectionSizeLimitExceededException", "terminal"],
    ["ResourceNotFoundException", "terminal"],
  ])("%s is %s, whichever call met it", async (code, fate) => {
    sent.on(UpdateCommand).rejects(named(code)).on(QueryCommand).rejects(named(code));
    await expect(store.records.commit({ instance })).rejects.toMatchObject({ name: "PortError", code, fate });
    await expect(store.instances.stock(POOL)).rejects.toMatchObject({ name: "PortError", code, fate });
    expect(counted).toEqual([]);
  });

  test.each([
    [["ValidationError", "TransactionConflict"], "ValidationError", "terminal"],
    [["TransactionConflict", "ThrottlingError"], "ThrottlingError", "retry-after"],
    [["None", "ProvisionedThroughputExceeded"], "ProvisionedThroughputExceeded", "retry-after"],
    [["None", "ItemCollectionSizeLimitExceeded"], "ItemCollectionSizeLimitExceeded", "terminal"],
  ])("of a transaction cancelled for %j is %s: %s", async (codes, code, fate) => {
    sent.on(TransactWriteCommand).rejects(cancelled(...codes));
    await expect(store.records.commit(both)).rejects.toMatchObject({ name: "PortError", code, fate });
    expect(sent.calls()).toHaveLength(1);
  });

  test("that nobody listed is tried again, and counted", async () => {
    sent.on(UpdateCommand).rejects(named("SomethingNewException"));
    await expect(store.records.commit({ instance })).rejects.toMatchObject({ fate: "retryable" });
    expect(counted).toEqual([["aws-error-unlisted", { api: "dynamodb", code: "SomethingNewException" }]]);
  });
});

describe("a read", () => {
  test("that never ends is an error and never a part of the stock", async () => {
    sent.on(QueryCommand).resolves({ Items: [{ doc: {} }], LastEvaluatedKey: { pk: "a", sk: "b" } });
    await expect(store.instances.stock(POOL)).rejects.toMatchObject({ fate: "terminal", code: "QueryPagesExceeded" });
    expect(sent.calls()).toHaveLength(QUERY_PAGES_MAX);
  });

  test("goes on where the last answer ended, and stops at its limit", async () => {
    const LastEvaluatedKey = { pk: "a", sk: "b" };
    sent
      .on(QueryCommand)
      .resolvesOnce({ Items: [{ doc: 1 }, { doc: 2 }], LastEvaluatedKey })
      .resolves({ Items: [{ doc: 3 }], LastEvaluatedKey });
    expect(await store.claims.pending(POOL, 3)).toEqual([1, 2, 3]);
    expect(sent.commandCalls(QueryCommand).map(({ args }) => args[0].input)).toMatchObject([
      { Limit: 3 },
      { Limit: 1, ExclusiveStartKey: LastEvaluatedKey },
    ]);
  });

  test("is strongly consistent, unless it is of claims by turn, which no global index can be", async () => {
    sent
      .on(QueryCommand)
      .resolves({})
      .on(GetCommand)
      .resolves({ Item: { pool: POOL } });
    const { instances, claims, pools, templates, ledgers } = store;
    await instances.find("i-0");
    await instances.history("i-0");
    await instances.listByState({ pool: POOL, stateIndex: "warm", tier: "stopped", from: SPREAD_FIRST, limit: 1 });
    await instances.stock(POOL);
    await instances.page(POOL, { limit: 1 });
    await claims.find("claim-0");
    await pools.find("nobody");
    await pools.list();
    await templates.find("nothing", 1);
    await templates.latest("nothing");
    await ledgers.find(POOL);
    await ledgers.intent(POOL, "none");
    const consistent = sent.calls().map(({ args }) => (args[0].input as { ConsistentRead?: boolean }).ConsistentRead);
    expect(consistent).toEqual(Array.from({ length: 14 }, () => true));
    for (const read of [() => claims.pending(POOL, 1), () => claims.page(POOL, { limit: 1 })]) {
      await read();
      expect(sent.commandCalls(QueryCommand).at(-1)?.args[0].input.ConsistentRead).toBeUndefined();
    }
  });

  test("of pools that a save overtook does not hide what was saved", async () => {
    const [pool, changed] = [aPool(), next(aPool())];
    const [slowFind, slowList] = [Promise.withResolvers<object>(), Promise.withResolvers<object>()];
    sent
      .on(GetCommand)
      .callsFakeOnce(() => slowFind.promise)
      .on(QueryCommand)
      .callsFakeOnce(() => slowList.promise);
    const reads = [store.pools.find(pool.id), store.pools.list()];
    await store.pools.save(changed);
    slowFind.resolve({ Item: { doc: pool } });
    slowList.resolve({ Items: [{ doc: pool }] });
    await Promise.all(reads);
    sent.on(QueryCommand).resolves({ Items: [{ doc: changed }] });
    expect(await store.pools.recall(pool.id)).toEqual(changed);
    expect(await store.pools.list()).toEqual([changed]);
  });

  test("of a ledger that shows a new epoch and not yet its intents looks for them as of one moment", async () => {
    const [seen, late, settled] = ["seen", "late", "settled"].map((token) => anIntent({ token }));
    const place = { pk: `POOL#${POOL}` };
    const item = (intent: ReturnType<typeof anIntent>) => ({ ...place, sk: `LEDGER#${intent.token}`, doc: intent });
    const own = { ...place, sk: "LEDGER", epoch: 1, added: ["seen", "late", "settled"] };
    sent.on(QueryCommand).resolves({ Items: [own, item(seen!)] });
    sent.on(TransactGetCommand).resolves({ Responses: [{ Item: item(late!) }, {}] });
    expect((await store.ledgers.find(POOL)).intents).toEqual([seen, late]);
    const asked = sent.commandCalls(TransactGetCommand)[0]?.args[0].input.TransactItems;
    expect(asked?.map(({ Get }) => Get?.Key?.sk)).toEqual(["LEDGER#late", `LEDGER#${settled!.token}`]);
  });
});

test("capacity is asked for only when somebody listens", async () => {
  const heard: unknown[] = [];
  const listening = fresh({ onCall: (command, consumed) => heard.push([command, consumed]) });
  const ConsumedCapacity = { CapacityUnits: 1 };
  sent.on(UpdateCommand).resolvesOnce({}).resolvesOnce({ ConsumedCapacity }).rejects(new Error("no"));
  await store.records.commit({ instance });
  await listening.records.commit({ instance });
  await expect(listening.records.commit({ instance })).rejects.toThrow();
  const inputs = sent.commandCalls(UpdateCommand).map(({ args }) => args[0].input);
  expect(inputs.map(({ ReturnConsumedCapacity }) => ReturnConsumedCapacity)).toEqual([undefined, "INDEXES", "INDEXES"]);
  expect(heard).toEqual([
    ["UpdateItem", [ConsumedCapacity]],
    ["UpdateItem", []],
  ]);
});
