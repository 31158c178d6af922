import type { Context, SQSEvent } from "aws-lambda";

/** Lambda's context, as far as the chain reads it. */
export const CONTEXT = {
  functionName: "under-test",
  functionVersion: "1",
  invokedFunctionArn: "arn:aws:lambda:eu-west-1:111122223333:function:under-test",
  awsRequestId: "request-1",
  memoryLimitInMB: "256",
  getRemainingTimeInMillis: () => 30_000,
} as Context;

/** An SQS batch of these texts; message ids are m-0, m-1, … A FIFO batch has its message groups. */
export const sqsEvent = (texts: readonly string[], groups: readonly string[] = []): SQSEvent => ({
  Records: texts.map((body, n) => ({
    messageId: `m-${n}`,
    receiptHandle: `r-${n}`,
    body,
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "0",
      SenderId: "test",
      ApproximateFirstReceiveTimestamp: "0",
      ...(groups[n] !== undefined && { MessageGroupId: groups[n] }),
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:eu-west-1:111122223333:queue",
    awsRegion: "eu-west-1",
  })),
});

export const failedIn = (answer: { batchItemFailures: readonly { itemIdentifier: string }[] }): readonly string[] =>
  answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
