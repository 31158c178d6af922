import { type BlameRow, CLIENT_CODES, COMMON_ERROR_TYPES, SERVER_CODES } from "./blame.ts";

/** AWS's own fault, or the network's: the same request works a little later. */
const INTERNAL = {
  owner: "aws",
  scope: "none",
  fate: "retryable",
  claimant: "EC2 did not answer; it is tried once more",
  fix: "see AWS Health for EC2 in {region} if it lasts: {text}",
} as const satisfies Partial<BlameRow>;

/** Errors of the server, and of the way there. */
export const INTERNAL_ROWS: readonly BlameRow[] = [
  { ...INTERNAL, codes: ["InternalError", "ServerInternal", "Unavailable"], source: SERVER_CODES },
  {
    ...INTERNAL,
    codes: [
      "InternalFailure",
      "InternalServerError",
      "RequestTimeout",
      "RequestTimeoutException",
      "ServiceUnavailable",
    ],
    source: COMMON_ERROR_TYPES,
  },
  { ...INTERNAL, codes: ["RetryableError"], source: CLIENT_CODES },
  {
    ...INTERNAL,
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
    fix: "see whether the plane reaches ec2.{region}.amazonaws.com: {text}",
    source: "Node.js, Errors, Common system errors; AWS SDK for JavaScript v3, @smithy/node-http-handler",
  },
];
