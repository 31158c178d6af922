import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { TABLE } from "../adapters/aws/dynamo/table.ts";

/** How every client of DynamoDB Local is made: it checks no signature, but wants one. */
export const localSettings = (endpoint: string) => ({
  endpoint,
  region: "eu-west-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
});

/** A fresh table as it is deployed, in DynamoDB Local. */
export async function freshTable(
  endpoint: string,
  table: string,
): Promise<{ readonly client: DynamoDBClient; readonly table: string; readonly streamArn: string }> {
  const client = new DynamoDBClient(localSettings(endpoint));
  const { TableDescription } = await client.send(new CreateTableCommand({ ...TABLE, TableName: table }));
  return { client, table, streamArn: TableDescription!.LatestStreamArn! };
}
