import type { Message } from "@aws-sdk/client-sqs";
import type { Context, SNSEvent, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { Ports } from "../../core/ports/ports.ts";
import { routeOf } from "../../functions/routes.ts";
import type { FedBy } from "../../functions/shared/manifest/row.ts";
import { type FifoRow, onFifoQueue, onQueue, type StandardRow } from "../../functions/shared/on-queue.ts";
import { onTopic } from "../../functions/shared/on-topic.ts";
import type { Wired } from "../../functions/shared/ports.ts";
import type { Route } from "../../functions/shared/route.ts";
import type { CarrierParts } from "../carrier.ts";

type FedHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** A function that a queue feeds as Lambda calls it: its middy chain, its batch processor, its answer in parts. */
function handlerOf(route: Route, wired: Wired<Ports>): FedHandler {
  const isFifo = route.fed.by === "queue" && route.fed.fifo === true;
  const handler = isFifo ? onFifoQueue(route as Route<FifoRow>, wired) : onQueue(route as Route<StandardRow>, wired);
  return handler as FedHandler;
}

/** Runs the function that a message is for; whether it is done. */
export async function isDoneBy(parts: InvokedBy, name: string, message: Message, arn: string): Promise<boolean> {
  const route = routeOf(name);
  if (route.fed.by === "topic") {
    const event = { Records: [{ EventSource: "aws:sns", Sns: JSON.parse(message.Body ?? "") }] } as SNSEvent;
    await invoked(parts, async (wired) => onTopic(route as Route<FedBy<"topic">>, wired)(event, contextOf(name)));
    return true;
  }
  const event = { Records: [sqsRecord(message, arn)] };
  const { batchItemFailures } = await invoked(parts, (wired) => handlerOf(route, wired)(event, contextOf(name)));
  return batchItemFailures.length === 0;
}

type InvokedBy = Pick<CarrierParts, "scheduler" | "ports">;

/** Runs a function. Virtual time pauses until it asks for its ports: what it loads before takes the real clock's time. */
export function invoked<Answer>(
  { scheduler, ports }: InvokedBy,
  run: (wired: Wired<Ports>) => Promise<Answer>,
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

/** The longest that a timer of Node's can be set for; one for longer fires at once. Source: Node.js, Timers, setTimeout. */
const TIMER_MAX_MS = 2 ** 31 - 1;

/** Lambda's context, as far as the chain reads it. Its time runs by the real clock, so it is as long as middy, which sets a timer for it, can
 *  have it. */
export const contextOf = (name: string): Context =>
  ({
    functionName: name,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:local:111122223333:function:${name}`,
    awsRequestId: "local",
    memoryLimitInMB: "512",
    getRemainingTimeInMillis: () => TIMER_MAX_MS,
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
