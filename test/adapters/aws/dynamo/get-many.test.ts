import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchGetCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";
import { dynamoCalls } from "../../../../adapters/aws/dynamo/calls.ts";
import { instanceKey, type Key } from "../../../../adapters/aws/dynamo/items.ts";
import { BATCH_KEYS_MAX, BATCH_TRIES_MAX, THROTTLED_WAIT_MS } from "../../../../core/model/limits.ts";
import { instanceNo, POOL, REGION } from "../../../builders.ts";

/** DynamoDB Local never leaves a batch undone; here it does as it is configured. */
const sent = mockClient(DynamoDBDocumentClient);
const table = "greenroom";
const { getMany } = dynamoCalls({
  client: new DynamoDBClient({ region: REGION }),
  table,
  counters: { count: () => {} },
});

const keys = (count: number): readonly Key[] =>
  Array.from({ length: count }, (_, n) => instanceKey(POOL, instanceNo(n)));
const asked = () => sent.commandCalls(BatchGetCommand).map(({ args }) => args[0].input.RequestItems?.[table]);
const sortKeys = (items: readonly { readonly sk: string }[]) => items.map(({ sk }) => sk).sort();

/** Answers so many keys of each call, leaves the others undone, and none of them is found whose number is odd. */
const answering = (count: number) =>
  sent.on(BatchGetCommand).callsFake(({ RequestItems }) => {
    const all: Key[] = RequestItems[table].Keys;
    const left = all.slice(count);
    return {
      Responses: { [table]: all.slice(0, count).filter(({ sk }) => /[02468ace]$/.test(sk)) },
      UnprocessedKeys: left.length === 0 ? {} : { [table]: { Keys: left, ConsistentRead: true } },
    };
  });

beforeEach(() => {
  sent.reset();
});

describe("a read of many items", () => {
  test("asks for none without a call", async () => {
    expect(await getMany([])).toEqual([]);
    expect(sent.calls()).toEqual([]);
  });

  test("is strongly consistent, in as few calls as DynamoDB takes, and leaves out what is not there", async () => {
    answering(BATCH_KEYS_MAX);
    const found = await getMany(keys(250));
    expect(asked().map((each) => each?.Keys?.length)).toEqual([100, 100, 50]);
    expect(asked().map((each) => each?.ConsistentRead)).toEqual([true, true, true]);
    expect(found).toEqual(keys(250).filter((_, n) => n % 2 === 0));
  });

  test("asks again for what was left undone, together with what comes next", async () => {
    answering(60);
    const found = await getMany(keys(150));
    expect(asked().map((each) => each?.Keys?.length)).toEqual([100, 90, 30]);
    expect(sortKeys(found)).toEqual(sortKeys(keys(150).filter((_, n) => n % 2 === 0)));
  });

  test("goes on for as long as anything is answered", async () => {
    answering(1);
    expect(await getMany(keys(BATCH_TRIES_MAX * 2))).toHaveLength(BATCH_TRIES_MAX);
    expect(asked()).toHaveLength(BATCH_TRIES_MAX * 2);
  });

  test("that stays undone is tried so often, and then again when there is capacity", async () => {
    answering(0);
    const undone = { fate: "retry-after", code: "UnprocessedKeys", retryAfterMs: THROTTLED_WAIT_MS };
    await expect(getMany(keys(3))).rejects.toMatchObject(undone);
    expect(asked()).toHaveLength(BATCH_TRIES_MAX);
  });

  test("forgets how often it was undone once something is answered", async () => {
    const left = (all: readonly Key[]) => ({ UnprocessedKeys: { [table]: { Keys: [...all] } } });
    let calls = 0;
    sent.on(BatchGetCommand).callsFake(({ RequestItems }) => {
      calls += 1;
      const all: Key[] = RequestItems[table].Keys;
      return calls % BATCH_TRIES_MAX === 0
        ? { Responses: { [table]: all.slice(0, 1) }, ...left(all.slice(1)) }
        : left(all);
    });
    await expect(getMany(keys(1))).resolves.toHaveLength(1);
    calls = 0;
    await expect(getMany(keys(3))).resolves.toHaveLength(3);
  });

  test("fails as any other call does", async () => {
    sent.on(BatchGetCommand).rejects(Object.assign(new Error("no"), { name: "ThrottlingException", $fault: "client" }));
    await expect(getMany(keys(1))).rejects.toMatchObject({ fate: "retry-after", code: "ThrottlingException" });
  });
});
