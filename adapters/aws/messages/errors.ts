import { ACCESS_WAIT_MS, THROTTLED_WAIT_MS } from "../../../core/model/limits.ts";
import { COMMON_ERRORS, type Codes, type ErrorTable, tableOf } from "../errors.ts";

export type MessagingService = "sqs" | "sns" | "eventbridge";

/** A queue, topic or bus that is missing or locked is somebody's to mend, and then the same message goes through. */
const MENDED_BY_PEOPLE = { means: "retry-after", retryAfterMs: ACCESS_WAIT_MS } as const;
const THROTTLED = { means: "retry-after", retryAfterMs: THROTTLED_WAIT_MS } as const;

/** A whole call fails with the exception's name, or with the name that SQS's older protocol had for it (`x-amzn-query-error`) where a
 *  bundle has left the exception out. */
const SQS: readonly Codes[] = [
  {
    ...THROTTLED,
    source: "SQS API Reference, SendMessage, SendMessageBatch, ReceiveMessage",
    codes: ["KMS.ThrottlingException", "KmsThrottled", "OverLimit", "RequestThrottled"],
  },
  {
    ...MENDED_BY_PEOPLE,
    source: "SQS API Reference, SendMessage, SendMessageBatch",
    codes: [
      "AWS.SimpleQueueService.NonExistentQueue",
      "AWS.SimpleQueueService.QueueDeletedRecently",
      "InvalidSecurity",
      "KMS.AccessDeniedException",
      "KMS.DisabledException",
      "KMS.InvalidKeyUsageException",
      "KMS.InvalidStateException",
      "KMS.NotFoundException",
      "KMS.OptInRequired",
      "KmsAccessDenied",
      "KmsDisabled",
      "KmsInvalidKeyUsage",
      "KmsInvalidState",
      "KmsNotFound",
      "KmsOptInRequired",
      "QueueDeletedRecently",
      "QueueDoesNotExist",
    ],
  },
  {
    means: "terminal",
    source:
      "SQS API Reference, SendMessage, SendMessageBatch, DeleteMessage, ChangeMessageVisibility; SQS Developer Guide, Message quotas",
    codes: [
      "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
      "AWS.SimpleQueueService.BatchRequestTooLong",
      "AWS.SimpleQueueService.EmptyBatchRequest",
      "AWS.SimpleQueueService.InvalidBatchEntryId",
      "AWS.SimpleQueueService.MessageNotInflight",
      "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
      "AWS.SimpleQueueService.UnsupportedOperation",
      "BatchEntryIdsNotDistinct",
      "BatchRequestTooLong",
      "EmptyBatchRequest",
      "InvalidAddress",
      "InvalidBatchEntryId",
      "InvalidIdFormat",
      "InvalidMessageContents",
      "InvalidParameterValue",
      "MessageNotInflight",
      "MissingParameter",
      "ReceiptHandleIsInvalid",
      "TooManyEntriesInBatchRequest",
      "UnsupportedOperation",
    ],
  },
  { means: "retryable", source: "SQS API Reference, BatchResultErrorEntry", codes: ["InternalError"] },
];

/** A whole call fails with the exception's name, or with the code on the wire where a bundle has left the exception out; one entry of a
 *  batch with the code. */
const SNS: readonly Codes[] = [
  {
    ...THROTTLED,
    source: "SNS API Reference, Publish, PublishBatch",
    codes: ["KMSThrottling", "KMSThrottlingException", "Throttled"],
  },
  {
    ...MENDED_BY_PEOPLE,
    source: "SNS API Reference, PublishBatch",
    codes: [
      "AuthorizationError",
      "AuthorizationErrorException",
      "InvalidSecurity",
      "InvalidSecurityException",
      "KMSAccessDenied",
      "KMSAccessDeniedException",
      "KMSDisabled",
      "KMSDisabledException",
      "KMSInvalidState",
      "KMSInvalidStateException",
      "KMSNotFound",
      "KMSNotFoundException",
      "KMSOptInRequired",
      "NotFound",
      "NotFoundException",
    ],
  },
  {
    means: "terminal",
    source: "SNS API Reference, PublishBatch",
    codes: [
      "BatchEntryIdsNotDistinct",
      "BatchEntryIdsNotDistinctException",
      "BatchRequestTooLong",
      "BatchRequestTooLongException",
      "EmptyBatchRequest",
      "EmptyBatchRequestException",
      "InvalidBatchEntryId",
      "InvalidBatchEntryIdException",
      "InvalidParameter",
      "InvalidParameterException",
      "InvalidParameterValueException",
      "ParameterValueInvalid",
      "TooManyEntriesInBatchRequest",
      "TooManyEntriesInBatchRequestException",
    ],
  },
  {
    means: "retryable",
    source: "SNS API Reference, PublishBatch",
    codes: ["InternalError", "InternalErrorException"],
  },
];

const EVENTBRIDGE: readonly Codes[] = [
  { means: "retryable", source: "EventBridge API Reference, PutEvents", codes: ["InternalException"] },
  {
    ...MENDED_BY_PEOPLE,
    source: "EventBridge API Reference, PutEvents, PutEventsResultEntry",
    codes: [
      "InvalidAccountIdException",
      "NotAuthorizedForDetailTypeException",
      "NotAuthorizedForSourceException",
      "ResourceNotFoundException",
    ],
  },
  {
    means: "terminal",
    source: "EventBridge API Reference, PutEventsResultEntry",
    codes: ["InvalidArgument", "MalformedDetail", "RedactionFailure"],
  },
];

/** The one owner of what the messaging services' error codes mean. */
export const MESSAGING_ERRORS: Readonly<Record<MessagingService, ErrorTable>> = {
  sqs: tableOf([...COMMON_ERRORS, ...SQS]),
  sns: tableOf([...COMMON_ERRORS, ...SNS]),
  eventbridge: tableOf([...COMMON_ERRORS, ...EVENTBRIDGE]),
};
