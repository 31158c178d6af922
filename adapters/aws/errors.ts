import { ACCESS_WAIT_MS, THROTTLED_WAIT_MS } from "../../core/model/limits.ts";
import { type Fate, PortError } from "../../core/ports/errors.ts";
import type { Counters } from "../../core/ports/ports.ts";

/** Error codes that mean the same, and where that is written. */
export interface Codes<Meaning extends string = Fate> {
  readonly means: Meaning;
  /** With `retry-after`: how long. */
  readonly retryAfterMs?: number;
  readonly source: string;
  readonly codes: readonly string[];
}

/** A service's error codes, each with its row. */
export type ErrorTable<Meaning extends string = Fate> = ReadonlyMap<string, Codes<Meaning>>;

export const tableOf = <Meaning extends string = Fate>(rows: readonly Codes<Meaning>[]): ErrorTable<Meaning> =>
  new Map(rows.flatMap((row) => row.codes.map((code) => [code, row] as const)));

export type AwsService = "ec2" | "dynamodb" | "sqs" | "sns" | "eventbridge" | "route53" | "ssm" | "kms";

/** What went wrong with one call, or with one entry of a batch. */
export interface AwsFailure<Of extends AwsService = AwsService> {
  readonly service: Of;
  readonly code: string;
  readonly message: string;
  readonly cause?: unknown;
}

/** The failure of a whole call. A service's exception is known by its name; what happened on the way there, by Node's code. */
export function failureOf<Of extends AwsService>(service: Of, thrown: unknown): AwsFailure<Of> {
  if (!(thrown instanceof Error)) return { service, code: "NotAnError", message: String(thrown), cause: thrown };
  const code = "code" in thrown && !("$fault" in thrown) ? String(thrown.code) : thrown.name;
  return { service, code, message: thrown.message, cause: thrown };
}

/** Tells what to do about a failure. A code that no table lists is `retryable`, and counted, so that somebody lists it. */
export function portError(row: Codes | undefined, failure: AwsFailure, counters: Counters): PortError {
  const { service, code, message, cause } = failure;
  if (!row) counters.count("aws-error-unlisted", { api: service, code });
  return new PortError(row?.means ?? "retryable", code, `${service}: ${message}`, {
    cause,
    ...(row?.retryAfterMs !== undefined && { retryAfterMs: row.retryAfterMs }),
  });
}

/** What every AWS API may answer, and what may happen before it does.
 *  Lacking access is not `terminal`: the same request works once somebody mends the policy, and says nothing about an instance. */
export const COMMON_ERRORS: readonly Codes[] = [
  {
    means: "retry-after",
    retryAfterMs: THROTTLED_WAIT_MS,
    source: "AWS API References, Common Error Types; AWS SDKs and Tools Reference Guide, Retry behavior",
    codes: ["Throttling", "ThrottlingException", "ThrottledException", "TooManyRequestsException", "SlowDown"],
  },
  {
    means: "retry-after",
    retryAfterMs: ACCESS_WAIT_MS,
    source: "AWS API References, Common Error Types",
    codes: [
      "AccessDenied",
      "AccessDeniedException",
      "ExpiredToken",
      "ExpiredTokenException",
      "IncompleteSignature",
      "InvalidClientTokenId",
      "InvalidSignatureException",
      "MissingAuthenticationToken",
      "NotAuthorized",
      "OptInRequired",
      "RequestExpired",
      "SignatureDoesNotMatch",
      "UnrecognizedClientException",
    ],
  },
  {
    means: "retry-after",
    retryAfterMs: ACCESS_WAIT_MS,
    source: "AWS SDK for JavaScript v3, @smithy/property-provider",
    codes: ["CredentialsProviderError"],
  },
  {
    means: "retryable",
    source: "AWS API References, Common Error Types",
    codes: [
      "InternalFailure",
      "InternalServerError",
      "RequestTimeout",
      "RequestTimeoutException",
      "ServiceUnavailable",
    ],
  },
  {
    means: "retryable",
    source: "Node.js, Errors, Common system errors; AWS SDK for JavaScript v3, @smithy/node-http-handler",
    codes: [
      "ECONNREFUSED",
      "ECONNRESET",
      "EAI_AGAIN",
      "EHOSTUNREACH",
      "ENETUNREACH",
      "ENOTFOUND",
      "EPIPE",
      "ETIMEDOUT",
      "TimeoutError",
    ],
  },
  {
    means: "terminal",
    source: "AWS API References, Common Error Types",
    codes: ["MalformedQueryString", "UnknownOperationException", "ValidationError", "ValidationException"],
  },
];
