import type { Message } from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { Ports } from "../../core/ports/ports.ts";
import { alertTicks, eventRoutes, queueRoutes, shadow, sweepTicks, tickRoute } from "../../functions/routes.ts";
import { onFifoQueue, onQueue } from "../../functions/shared/on-queue.ts";
import type { Fed } from "../../functions/shared/route.ts";

type FedHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** The functions that queues feed, by name, each as Lambda calls it: its middy chain, its batch processor, its answer in parts. */
export function fedHandlers(ports: () => Ports): ReadonlyMap<string, FedHandler> {
  const { plans, ...standard } = queueRoutes;
  const wired = async () => ports();
  const routes: readonly Fed[] = [
    ...eventRoutes,
    ...Object.values(standard),
    tickRoute,
    sweepTicks,
    alertTicks,
    shadow,
  ];
  const handlers = routes.map((route) => [route.name, onQueue(route, wired) as FedHandler] as const);
  return new Map([...handlers, [plans.name, onFifoQueue(plans, wired) as FedHandler]]);
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
