import { describe, expect, test } from "vitest";
import { MESSAGING_ERRORS, type MessagingService } from "../../../../adapters/aws/messages/errors.ts";
import type { Fate } from "../../../../core/ports/errors.ts";

/** What the codes that matter most mean, said here a second time on purpose. */
const FATES: Readonly<Record<MessagingService, Readonly<Record<string, Fate>>>> = {
  sqs: {
    RequestThrottled: "retry-after",
    KmsThrottled: "retry-after",
    QueueDoesNotExist: "retry-after",
    "AWS.SimpleQueueService.NonExistentQueue": "retry-after",
    "KMS.ThrottlingException": "retry-after",
    "AWS.SimpleQueueService.BatchRequestTooLong": "terminal",
    AccessDenied: "retry-after",
    InternalError: "retryable",
    ServiceUnavailable: "retryable",
    ECONNRESET: "retryable",
    InvalidMessageContents: "terminal",
    BatchRequestTooLong: "terminal",
  },
  sns: {
    ThrottledException: "retry-after",
    KMSThrottlingException: "retry-after",
    NotFoundException: "retry-after",
    AuthorizationErrorException: "retry-after",
    InternalErrorException: "retryable",
    InternalError: "retryable",
    ETIMEDOUT: "retryable",
    InvalidParameterException: "terminal",
    ValidationException: "terminal",
  },
  eventbridge: {
    ThrottlingException: "retry-after",
    AccessDeniedException: "retry-after",
    NotAuthorizedForSourceException: "retry-after",
    InternalFailure: "retryable",
    InternalException: "retryable",
    MalformedDetail: "terminal",
    InvalidArgument: "terminal",
  },
};

describe.each(Object.keys(FATES) as MessagingService[])("the table of %s's error codes", (service) => {
  test.each(Object.entries(FATES[service]))("says of %s: %s", (code, fate) => {
    expect(MESSAGING_ERRORS[service].get(code)?.means).toBe(fate);
  });

  test("states for every row where AWS documents it, and how long to wait where it says so", () => {
    for (const { means, retryAfterMs, source, codes } of MESSAGING_ERRORS[service].values()) {
      expect(source, codes.join()).toMatch(/^(SQS|SNS|EventBridge|AWS|Node\.js)/);
      expect(retryAfterMs !== undefined, codes.join()).toBe(means === "retry-after");
    }
  });

  test("gives no code two meanings", () => {
    const codes = [...new Set(MESSAGING_ERRORS[service].values())].flatMap((row) => row.codes);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });
});
