import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { SSM_ERRORS } from "../../../../adapters/aws/access.ts";
import { CLIENT_SETTINGS } from "../../../../adapters/aws/client-settings.ts";
import { failedOn, isHeld, storeError } from "../../../../adapters/aws/dynamo/errors.ts";
import { rowOf } from "../../../../adapters/aws/ec2/errors.ts";
import { failureOf, type Service } from "../../../../adapters/aws/errors.ts";
import { MESSAGING_ERRORS } from "../../../../adapters/aws/messages/errors.ts";
import { ROUTE53_ERRORS } from "../../../../adapters/aws/names.ts";
import { KMS_ERRORS } from "../../../../adapters/aws/seals.ts";
import { casesOf } from "./cases.ts";
import { recorder } from "./recorder.ts";

/** What the adapters make of an error: all that they read of it. */
function meaningOf(service: Service, thrown: unknown): unknown {
  if (service === "ec2") return rowOf(failureOf("ec2", thrown))?.means;
  if (service === "route53") return ROUTE53_ERRORS.get(failureOf("route53", thrown).code)?.means;
  if (service === "kms") return KMS_ERRORS.get(failureOf("kms", thrown).code)?.means;
  if (service === "ssm") return SSM_ERRORS.get(failureOf("ssm", thrown).code)?.means;
  if (service !== "dynamodb") return MESSAGING_ERRORS[service].get(failureOf(service, thrown).code)?.means;
  const { fate, code, retryAfterMs } = storeError(thrown, { count() {} });
  return { fate, code, retryAfterMs, held: isHeld(thrown), failedOn: failedOn(thrown) };
}

const CREDENTIALS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "none", sessionToken: "session" };

/** Sends every case: what went over the wire, how often, and what came of it. Entry point of a bundle. */
export async function spoken(codes: Readonly<Record<Service, readonly string[]>>): Promise<readonly unknown[]> {
  return Promise.all(
    casesOf(codes).map(async ({ service, says, send, answer }) => {
      const { sent, handler } = recorder(answer);
      const config = { ...CLIENT_SETTINGS, maxAttempts: 2, region: "eu-west-1", credentials: CREDENTIALS };
      const heard = await send({ ...config, requestHandler: handler }).then(
        (output) => ({ output: { ...(output as object), $metadata: undefined } }),
        (thrown: Error) => ({ message: thrown.message, means: meaningOf(service, thrown) }),
      );
      return { service, says, sent, heard };
    }),
  );
}

/** One call over a socket, by the SDK's own HTTP handler. */
export async function overASocket(): Promise<unknown> {
  const server = createServer((_, response) => response.end('{"Item":{"pk":{"S":"a"}}}'));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new DynamoDBClient({ ...CLIENT_SETTINGS, region: "eu-west-1", endpoint });
  try {
    return (await DynamoDBDocumentClient.from(client).send(new GetCommand({ TableName: "t", Key: { pk: "a" } }))).Item;
  } finally {
    client.destroy();
    server.close();
  }
}
