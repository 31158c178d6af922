import { describe, expect, test } from "vitest";
import { MESSAGING_ERRORS, type MessagingService } from "../../../../adapters/aws/messages/errors.ts";
import type { Fate } from "../../../../core/ports/errors.ts";

/** What the codes that matter most mean, said here a second time on purpose. */
const FATES: Readonly<Record<MessagingService, Readonly<Record<string, Fate>>>> = {
  sqs: {
    RequestThrottled: "again-after",
    KmsThrottled: "again-after",
    QueueDoesNotExist: "again-after",
    AccessDenied: "again-after",
    InternalError: "again",
    ServiceUnavailable: "again",
    ECONNRESET: "again",
    InvalidMessageContents: "never",
    BatchRequestTooLong: "never",
  },
  sns: {
    ThrottledException: "again-after",
    KMSThrottlingException: "again-after",
    NotFoundException: "again-after",
    AuthorizationErrorException: "again-after",
    InternalErrorException: "again",
    InternalError: "again",
    ETIMEDOUT: "again",
    InvalidParameterException: "never",
    ValidationException: "never",
  },
  eventbridge: {
    ThrottlingException: "again-after",
    AccessDeniedException: "again-after",
    NotAuthorizedForSourceException: "again-after",
    InternalFailure: "again",
    InternalException: "again",
    MalformedDetail: "never",
    InvalidArgument: "never",
  },
};

describe.each(Object.keys(FATES) as MessagingService[])("the table of %s's error codes", (service) => {
  test.each(Object.entries(FATES[service]))("says of %s: %s", (code, fate) => {
    expect(MESSAGING_ERRORS[service].get(code)?.means).toBe(fate);
  });

  test("tells of every row where it is written, and how long to wait where it says so", () => {
    for (const { means, afterMs, source, codes } of MESSAGING_ERRORS[service].values()) {
      expect(source, codes.join()).toMatch(/^(SQS|SNS|EventBridge|AWS|Node\.js)/);
      expect(afterMs !== undefined, codes.join()).toBe(means === "again-after");
    }
  });

  test("gives no code two meanings", () => {
    const codes = [...new Set(MESSAGING_ERRORS[service].values())].flatMap((row) => row.codes);
    expect(codes.filter((code, place) => codes.indexOf(code) !== place)).toEqual([]);
  });
});
