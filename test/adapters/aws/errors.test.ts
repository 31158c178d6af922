import { describe, expect, test } from "vitest";
import { COMMON_ERRORS, failureOf, portError, tableOf } from "../../../adapters/aws/errors.ts";
import { counting } from "./counting.ts";

const thrown = (fields: object): Error => Object.assign(new Error("made up"), fields);

describe("the code of what a client threw", () => {
  test.each([
    { what: "a service's exception", error: thrown({ name: "Throttling", $fault: "client" }), code: "Throttling" },
    {
      what: "a service's exception that has a code of another kind as well",
      error: thrown({ name: "QueueDoesNotExist", code: "AWS.SimpleQueueService.NonExistentQueue", $fault: "client" }),
      code: "QueueDoesNotExist",
    },
    { what: "a connection refused", error: thrown({ code: "ECONNREFUSED", $metadata: {} }), code: "ECONNREFUSED" },
    { what: "a time run out", error: thrown({ name: "TimeoutError", code: "ETIMEDOUT" }), code: "ETIMEDOUT" },
    {
      what: "credentials not found",
      error: thrown({ name: "CredentialsProviderError" }),
      code: "CredentialsProviderError",
    },
    { what: "no error at all", error: "a string", code: "NotAnError" },
  ])("that is $what is $code", ({ error, code }) => {
    expect(failureOf("ec2", error)).toMatchObject({ service: "ec2", code, cause: error });
  });
});

describe("a failure as an error of a port", () => {
  const table = tableOf(COMMON_ERRORS);
  const failure = (code: string) => ({ service: "sns", code, message: "made up", cause: "the client's" }) as const;

  test("has its row's fate and wait, and keeps what the service said", () => {
    const counters = counting();
    const error = portError(table.get("Throttling"), failure("Throttling"), counters);
    expect(error).toMatchObject({
      fate: "retry-after",
      retryAfterMs: 5_000,
      code: "Throttling",
      cause: "the client's",
    });
    expect(error.message).toBe("Throttling: sns: made up");
    expect(counters.counted).toEqual([]);
  });

  test("without a row is tried again, and counted", () => {
    const counters = counting();
    const error = portError(table.get("Unheard"), failure("Unheard"), counters);
    expect(error).toMatchObject({ fate: "retryable", retryAfterMs: undefined });
    expect(counters.counted).toEqual(['aws-error-unlisted {"api":"sns","code":"Unheard"}']);
  });

  test("for want of access waits for someone who mends the policy", () => {
    for (const code of ["AccessDenied", "ExpiredToken", "UnrecognizedClientException", "CredentialsProviderError"])
      expect(table.get(code), code).toMatchObject({ means: "retry-after", retryAfterMs: 60_000 });
  });
});
