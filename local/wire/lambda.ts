import type { Message } from "@aws-sdk/client-sqs";
import type { Context, SNSEvent, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import {
  alertTicks,
  eventRoutes,
  forecastTicks,
  probeRoutes,
  queueRoutes,
  shadow,
  sweepTicks,
  tickRoute,
} from "../../functions/routes.ts";
import { onFifoQueue, onQueue } from "../../functions/shared/on-queue.ts";
import { onTopic } from "../../functions/shared/on-topic.ts";
import type { Wired } from "../../functions/shared/ports.ts";
import type { Fed } from "../../functions/shared/route.ts";
import type { CarrierParts } from "../carrier.ts";

type FedHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** The functions that queues feed, by name, each as Lambda calls it: its middy chain, its batch processor, its answer in parts. */
const FED_HANDLERS: ReadonlyMap<string, (wired: Wired) => FedHandler> = new Map(
  [
    ...[...eventRoutes, ...Object.values(queueRoutes), tickRoute, sweepTicks, alertTicks, forecastTicks, shadow],
    ...[probeRoutes.tick, probeRoutes.fromQueue],
  ].map((route: Fed) => [
    route.name,
    (wired: Wired) => (route === queueRoutes.plans ? onFifoQueue : onQueue)(route, wired) as FedHandler,
  ]),
);

/** Runs the function that a message is for; whether it is done. */
export async function isDoneBy(parts: InvokedBy, name: string, message: Message, arn: string): Promise<boolean> {
  const { fromTopic } = probeRoutes;
  if (name === fromTopic.name) {
    const event = { Records: [{ EventSource: "aws:sns", Sns: JSON.parse(message.Body ?? "") }] } as SNSEvent;
    await invoked(parts, async (wired) => onTopic(fromTopic, wired)(event, contextOf(name)));
    return true;
  }
  const handlerOf = FED_HANDLERS.get(name);
  if (!handlerOf) throw new Error(`no queue feeds ${name}`);
  const event = { Records: [sqsRecord(message, arn)] };
  const { batchItemFailures } = await invoked(parts, (wired) => handlerOf(wired)(event, contextOf(name)));
  return batchItemFailures.length === 0;
}

type InvokedBy = Pick<CarrierParts, "scheduler" | "ports">;

/** Runs a function. Virtual time stands still until it asks for its ports: what it loads before takes the real clock's time. */
export function invoked<Answer>(
  { scheduler, ports }: InvokedBy,
  run: (wired: Wired) => Promise<Answer>,
): Promise<Answer> {
  const begun = Promise.withResolvers<void>();
  const answer = run(async () => {
    begun.resolve();
    return ports();
  });
  const isOver = answer.then(
    () => {},
    () => {},
  );
  void scheduler.outside(() => Promise.race([begun.promise, isOver]));
  return answer;
}

/** Lambda's context, as far as the chain reads it. Its time never ends, for it would run by the real clock. */
export const contextOf = (name: string): Context =>
  ({
    functionName: name,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:local:111122223333:function:${name}`,
    awsRequestId: "local",
    memoryLimitInMB: "512",
    getRemainingTimeInMillis: () => Number.POSITIVE_INFINITY,
  }) as Context;

/** A message as Lambda gives it. Source: Lambda Developer Guide, "Using Lambda with Amazon SQS", Example event. */
const sqsRecord = (message: Message, arn: string): SQSRecord =>
  ({
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    messageAttributes: {},
    md5OfBody: message.MD5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN: arn,
    awsRegion: arn.split(":")[3],
  }) as SQSRecord;
