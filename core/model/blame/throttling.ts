import { THROTTLED_WAIT_MS } from "../limits.ts";
import { type BlameRow, CLIENT_CODES, COMMON_ERROR_TYPES, SERVER_CODES } from "./blame.ts";

/** Too many calls: everyone waits, and nobody is charged. */
const THROTTLED = {
  owner: "aws",
  scope: "none",
  fate: "retry-after",
  retryAfterMs: THROTTLED_WAIT_MS,
  claimant: "EC2 throttles the account; it is tried in seconds",
  fix: "find who else calls EC2 in {region} (CloudTrail), or ask AWS for larger request buckets",
} as const satisfies Partial<BlameRow>;

/** What an unlisted throttle is called: an error of the client's, and not of the request's. */
export const THROTTLE_NAME = /thrott|toomanyrequests|requestlimit|requestrate|slowdown|bandwidthlimit/i;

/** Throttles, by every name that EC2 and the SDKs have for one. */
export const THROTTLING_ROWS: readonly BlameRow[] = [
  {
    ...THROTTLED,
    codes: ["EC2ThrottledException", "RequestLimitExceeded"],
    source: "EC2 Developer Guide, Request throttling; botocore, data/_retry.json",
  },
  { ...THROTTLED, codes: ["BandwidthLimitExceeded"], source: SERVER_CODES },
  { ...THROTTLED, codes: ["ConcurrentTagAccess"], source: CLIENT_CODES },
  {
    ...THROTTLED,
    codes: [
      "RequestThrottled",
      "RequestThrottledException",
      "SlowDown",
      "ThrottledException",
      "Throttling",
      "ThrottlingException",
      "TooManyRequestsException",
    ],
    source: `${COMMON_ERROR_TYPES}; AWS SDKs and Tools Reference Guide, Retry behavior`,
  },
];
