import type { Message } from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { alertTicks, eventRoutes, forecastTicks, queueRoutes, shadow, sweepTicks, tickRoute } from "../../functions/routes.ts";
import { onFifoQueue, onQueue } from "../../functions/shared/on-queue.ts";
import type { Wired } from "../../functions/shared/ports.ts";
import type { Fed } from "../../functions/shared/route.ts";
import type { CarrierParts } from "../carrier.ts";

type FedHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** The functions that queues feed, by name, each as Lambda calls it: its middy chain, its batch processor, its answer in parts. */
export const FED_HANDLERS: ReadonlyMap<string, (wired: Wired) => FedHandler> = new Map(
  [...eventRoutes, ...Object.values(queueRoutes), tickRoute, sweepTicks, alertTicks, forecastTicks, shadow].map((route: Fed) => [
    route.name,
    (wired: Wired) => (route === queueRoutes.plans ? onFifoQueue : onQueue)(route, wired) as FedHandler,
  ]),
);

/** Runs a function. Virtual time stands still until it asks for its ports: what it loads before takes the wall clock's time. */
export function invoked<Answer>(
  { scheduler, ports }: Pick<CarrierParts, "scheduler" | "ports">,
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

/** Lambda's context, as far as the chain reads it. Without a time that remains, for that would run by the wall clock. */
export const contextOf = (name: string): Context =>
  ({
    functionName: name,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:local:111122223333:function:${name}`,
    awsRequestId: "local",
    memoryLimitInMB: "512",
  }) as Context;

/** A message as Lambda gives it. Source: Lambda Developer Guide, "Using Lambda with Amazon SQS", Example event. */
export const sqsRecord = (message: Message, arn: string): SQSRecord =>
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
