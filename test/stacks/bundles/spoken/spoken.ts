import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { SSM_ERRORS } from "../../../../adapters/aws/access.ts";
import { CLIENT_SETTINGS } from "../../../../adapters/aws/client-settings.ts";
import { conflictingItems, isHeld, storeError } from "../../../../adapters/aws/dynamo/errors.ts";
import { rowOf } from "../../../../adapters/aws/ec2/errors.ts";
import { type AwsService, failureOf } from "../../../../adapters/aws/errors.ts";
import { MESSAGING_ERRORS } from "../../../../adapters/aws/messages/errors.ts";
import { timers } from "../../../../adapters/aws/messages/timers.ts";
import { ROUTE53_ERRORS } from "../../../../adapters/aws/names.ts";
import { KMS_ERRORS } from "../../../../adapters/aws/seals.ts";
import type { PortError } from "../../../../core/ports/errors.ts";
import { casesOf, type Refusals } from "./cases.ts";
import { type Canned, recorder } from "./recorder.ts";
import { type QueryError, queryErrorAnswer } from "./refusals.ts";

/** What the adapters make of an error: all that they read of it. */
function meaningOf(service: AwsService, thrown: unknown): unknown {
  if (service === "ec2") return rowOf(failureOf("ec2", thrown))?.means;
  if (service === "route53") return ROUTE53_ERRORS.get(failureOf("route53", thrown).code)?.means;
  if (service === "kms") return KMS_ERRORS.get(failureOf("kms", thrown).code)?.means;
  if (service === "ssm") return SSM_ERRORS.get(failureOf("ssm", thrown).code)?.means;
  if (service !== "dynamodb") return MESSAGING_ERRORS[service].get(failureOf(service, thrown).code)?.means;
  const { fate, code, retryAfterMs } = storeError(thrown, { count() {} });
  return { fate, code, retryAfterMs, held: isHeld(thrown), failedOn: conflictingItems(thrown) };
}

const CREDENTIALS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "none", sessionToken: "session" };

/** Sends every case: what went over the wire, how often, and what came of it. Entry point of a bundle. */
export async function spoken(refusals: Refusals): Promise<readonly unknown[]> {
  return Promise.all(
    casesOf(refusals).map(async ({ service, says, send, answer }) => {
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

/** Asks a server of its own, over a socket, by the SDK's own HTTP handler. */
async function served<Answer>({ status, headers = {}, body }: Canned, ask: (endpoint: string) => Promise<Answer>) {
  const server = createServer((_, response) => response.writeHead(status, { ...headers }).end(body));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    return await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
}

/** One call over a socket. */
export const overASocket = (): Promise<unknown> =>
  served({ status: 200, body: '{"Item":{"pk":{"S":"a"}}}' }, async (endpoint) => {
    const client = new DynamoDBClient({ ...CLIENT_SETTINGS, region: "eu-west-1", endpoint });
    const get = new GetCommand({ TableName: "t", Key: { pk: "a" } });
    return (
      await DynamoDBDocumentClient.from(client)
        .send(get)
        .finally(() => client.destroy())
    ).Item;
  });

/** What the adapter of the timers' queue makes of an answer of SQS's: the error's fate, and what it counted. */
export const refusedOverASocket = (error: QueryError): Promise<unknown> =>
  served(queryErrorAnswer(error), async (endpoint) => {
    const counted: string[] = [];
    const sqs = new SQSClient({ ...CLIENT_SETTINGS, maxAttempts: 1, region: "eu-west-1", endpoint });
    const counters = { count: (name: string) => void counted.push(name) };
    const { arm } = timers(sqs, `${endpoint}/111122223333/timers`, { now: () => 0 }, counters);
    const armed = arm({ instance: "i-1", entry: 1, askedAgain: 0, wakeAt: 0 }).finally(() => sqs.destroy());
    const { fate } = await armed.then(
      () => ({ fate: "sent" }),
      (thrown: PortError) => thrown,
    );
    return { called: error.called, fate, counted };
  });
