import { readFileSync } from "node:fs";
import { type AttributeValue, type DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { dynamoStore } from "../../../../../adapters/aws/dynamo/store.ts";
import { EPOCH } from "../../../../builders.ts";
import { playScene } from "./scene.ts";

/** An item as DynamoDB's API gives it. */
export type Stored = Readonly<Record<string, AttributeValue>>;

/** A line that says from where it is, then an item a line. */
export const fixtureFile = (shape: number): string => `test/adapters/aws/dynamo/shapes/shape-${shape}.ndjson`;

export const itemsOfShape = (shape: number): readonly Stored[] =>
  readFileSync(fixtureFile(shape), "utf8")
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => JSON.parse(line) as Stored);

type Place = { readonly client: DynamoDBClient; readonly table: string };

/** What the present code writes: the items of the scene, by key, without what differs from run to run. */
export async function captured(place: Place): Promise<readonly Stored[]> {
  await playScene(storeAt(place));
  const { Items = [] } = await place.client.send(new ScanCommand({ TableName: place.table }));
  const keyOf = ({ pk, sk }: Stored) => `${pk?.S} ${sk?.S}`;
  return Items.map(withoutMark).sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

export const storeAt = (place: Place) =>
  dynamoStore({ ...place, clock: { now: () => EPOCH }, counters: { count: () => {} } });

/** The first arrival of a probe is marked with the call that wrote it. */
const withoutMark = ({ a0, ...rest }: Stored): Stored => ({
  ...sorted(rest),
  ...(a0?.M && { a0: { M: { ...a0.M, by: { S: "mark" } } } }),
});

const sorted = (item: Stored): Stored =>
  Object.fromEntries(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)));

/** Puts items as they are, past the store. */
export async function putAll({ client, table }: Place, items: readonly Stored[]): Promise<void> {
  for (const item of items) await client.send(new PutItemCommand({ TableName: table, Item: { ...item } }));
}
