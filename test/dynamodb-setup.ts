import type { TestProject } from "vitest/node";
import { startDynamoDbLocal, whyNoDynamoDbLocal } from "../local/wire/dynamo/dynamodb-local.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where DynamoDB Local answers; undefined: it cannot run here, and what needs it is skipped. */
    dynamoDbEndpoint: string | undefined;
  }
}

/** One DynamoDB Local for a run. Without Java its tests are skipped, and a line says so; on CI they must not be. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const impossible = whyNoDynamoDbLocal();
  if (impossible && process.env.CI) throw new Error(impossible);
  if (impossible) {
    console.warn(`Skipped: every test against DynamoDB. ${impossible}.`);
    project.provide("dynamoDbEndpoint", undefined);
    return undefined;
  }
  const local = await startDynamoDbLocal();
  project.provide("dynamoDbEndpoint", local.endpoint);
  return local.stop;
}
