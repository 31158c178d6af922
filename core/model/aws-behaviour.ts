import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "./time.ts";

/** What AWS does to the plane, as data: the only place where a figure of AWS's own is written. `stacks/` is made of it, `local/` behaves by
 *  it, our own bounds (`limits.ts`, `retries.ts`) are derived from it. Sources are guides and references of docs.aws.amazon.com. */

/** Amazon SQS. */
export const SQS = {
  /** A message may be delayed for so long at most. Source: SQS API Reference, SendMessage, DelaySeconds. A FIFO queue delays no single
   *  message, the queue does. Source: SQS Developer Guide, "Amazon SQS delay queues". */
  delayMaxMs: 15 * MINUTE_MS,
  /** A message may be hidden for so long at most, counted from its receive. Source: SQS API Reference, ChangeMessageVisibility. */
  visibilityMaxMs: 12 * HOUR_MS,
  /** Entries of one SendMessageBatch, ReceiveMessage, DeleteMessageBatch or ChangeMessageVisibilityBatch.
   *  Source: SQS Developer Guide, "Amazon SQS message quotas". */
  batchMax: 10,
  /** Bytes of one message, and of one batch, since August 2025. Source: SQS API Reference, SendMessageBatch. */
  messageBytesMax: 1_024 * 1_024,
  /** A FIFO queue drops a message whose deduplication id it has seen within this time.
   *  Source: SQS Developer Guide, "Exactly-once processing in Amazon SQS". */
  deduplicationMs: 5 * MINUTE_MS,
  /** ReceiveMessage waits for so long at most. Source: SQS API Reference, ReceiveMessage, WaitTimeSeconds. */
  waitMaxMs: 20 * SECOND_MS,
  /** A message is kept for so long at most. Source: SQS API Reference, SetQueueAttributes, MessageRetentionPeriod. */
  keptMaxMs: 14 * DAY_MS,
  /** Receives that a redrive policy may allow. Source: SQS API Reference, SetQueueAttributes, RedrivePolicy. */
  receivesMax: 1_000,
} as const;

/** AWS Lambda. */
export const LAMBDA = {
  /** A queue hides a message for at least as long as its function may run, or the mapping is refused; six times as long is advised, because
   *  Lambda goes on trying a batch that was throttled. What its function returns as failed stays hidden for as long, unless
   *  ChangeMessageVisibility shortens it. Source: Lambda Developer Guide, "Using Lambda with Amazon SQS", "Configuring a queue". */
  visibilityPerTimeout: 6,
  /** Receives that a message has had after its invocation was throttled, for want of concurrency: it goes back to its queue when its
   *  visibility timeout ends, and its receive counts. Source: Lambda Developer Guide, "Creating and configuring an Amazon SQS event
   *  source mapping"; SQS Developer Guide, "Amazon SQS visibility timeout". */
  receivesPerThrottle: 1,
  /** Concurrent executions that a new account may have; the usual quota is 1,000.
   *  Source: Lambda Developer Guide, "Lambda quotas" (new accounts have reduced quotas). */
  newAccountConcurrency: 10,
  /** The least that ScalingConfig.MaximumConcurrency takes. What exceeds it is not received, so it does not count as a receive.
   *  Source: Lambda Developer Guide, "Configuring maximum concurrency for Amazon SQS event sources". */
  maximumConcurrencyLeast: 2,
  /** Invocations of one function in one chain of requests, after which the next is stopped and its message goes to the dead-letter
   *  queue (metric RecursiveInvocationsDropped), unless FunctionRecursionConfig says Allow. The chain follows messages that the
   *  SDK sends to SQS and SNS, invocations and S3; a DynamoDB stream, an HTTP request and a schedule begin another.
   *  Source: Lambda Developer Guide, "Use Lambda recursive loop detection to prevent infinite loops". */
  chainInvocationsMax: 16,
  /** Tries after the first of an asynchronous invocation, which is how SNS invokes.
   *  Source: Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation". */
  asyncRetries: 2,
  /** Bytes of an answer of a synchronous invocation. Source: Lambda Developer Guide, "Lambda quotas". */
  answerBytesMax: 6 * 1_024 * 1_024,
  /** Bytes of all environment variables of a function. Source: Lambda Developer Guide, "Lambda quotas". */
  environmentBytesMax: 4 * 1_024,
} as const;

/** What DynamoDB and its stream do. */
export const DYNAMODB = {
  /** The stream forgets a record after so long. Source: DynamoDB Developer Guide, "Change data capture for DynamoDB Streams". */
  streamKeptMs: DAY_MS,
  /** Source: DynamoDB API Reference, TransactWriteItems. */
  transactionItemsMax: 100,
  /** Source: DynamoDB API Reference, BatchGetItem. */
  batchKeysMax: 100,
  /** Bytes of one answer of Query. Source: DynamoDB API Reference, Query. */
  queryBytesMax: 1_024 * 1_024,
} as const;

/** What Amazon SNS and EventBridge do. */
export const EVENTS = {
  /** Messages of one PublishBatch, entries of one PutEvents. Source: SNS API Reference, PublishBatch; EventBridge API Reference, PutEvents. */
  batchMax: 10,
  /** Bytes of one message and of one batch. Newer figures are 1 MiB (SNS) and 1 MB (EventBridge); what was promised for years is safe
   *  in every region. Source: SNS API Reference, Publish; EventBridge User Guide, "Calculating PutEvents event entry size". */
  messageBytesMax: 256 * 1_024,
  /** Tries of a schedule's target, and how old an event may grow meanwhile, at most; none is made unless it is asked for.
   *  Source: EventBridge Scheduler API Reference, RetryPolicy. */
  scheduleRetriesMax: 185,
  scheduleAgeMaxMs: DAY_MS,
  /** Events reach an archive late; younger ones may not be there. Source: EventBridge User Guide, "Considerations when replaying events". */
  archiveLagMs: 10 * MINUTE_MS,
  /** Source: EventBridge User Guide, "Amazon EventBridge quotas". */
  replaysAtOnceMax: 10,
} as const;

/** What Amazon EC2 does. */
export const EC2 = {
  /** Rows of one page. Source: EC2 API Reference, DescribeInstances, MaxResults. */
  pageRowsMax: 1_000,
  /** Bytes that EC2 keeps of a console. Source: EC2 API Reference, GetConsoleOutput. */
  consoleBytesMax: 64 * 1_024,
  /** A terminated instance stays visible for less than this. Source: EC2 User Guide, "Terminate Amazon EC2 instances". */
  terminatedShownMaxMs: HOUR_MS,
  /** Source: EC2 User Guide, "Hibernate your Amazon EC2 instance", Limitations. */
  hibernatedMaxMs: 60 * DAY_MS,
} as const;

/** AWS IAM. */
export const IAM = {
  /** Characters that all inline policies of one role have together. Source: IAM User Guide, "IAM and AWS STS quotas". */
  rolePolicyCharactersMax: 10_240,
} as const;

/** The dimension under which each service publishes the metrics that are watched, by namespace. Source: the CloudWatch metrics page of
 *  each service's guide. A rule of a bus of one's own carries `EventBusName` too. */
export const METRIC_DIMENSION = {
  "AWS/SQS": "QueueName",
  "AWS/Lambda": "FunctionName",
  "AWS/Events": "RuleName",
  "AWS/Scheduler": "ScheduleGroup",
  "AWS/SNS": "TopicName",
  "AWS/ApiGateway": "ApiId",
} as const;
