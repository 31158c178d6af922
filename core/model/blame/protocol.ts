import { type BlameRow, CLIENT_CODES, COMMON_CODES, COMMON_ERROR_TYPES } from "./blame.ts";

/** What the plane itself puts into every call: tokens, pagination, dry runs, the protocol. */
export const PROTOCOL_ROWS: readonly BlameRow[] = [
  {
    // The token belongs to another launch, or to one whose instances are gone: a new plan makes a new token.
    owner: "request",
    fate: "terminal",
    codes: ["IdempotentInstanceTerminated", "IdempotentParameterMismatch", "InvalidClientToken"],
    scope: "none",
    claimant: "the launch was given up; the next plan makes another",
    fix: "nothing: the next plan has another token. Seen often, it is a defect of the plane: {text}",
    source: "EC2 Developer Guide, Ensuring idempotency in Amazon EC2 API requests; Error codes",
  },
  {
    // "The user has the required permissions, so the request would have succeeded."
    codes: ["DryRunOperation"],
    owner: "aws",
    scope: "none",
    fate: "terminal",
    claimant: "it was a dry run",
    fix: "nothing: a dry run has shown that the call is allowed",
    source: COMMON_CODES,
  },
  {
    // How long a token lives is not stated: a listing begins from its start.
    codes: ["InvalidNextToken", "InvalidPaginationToken"],
    owner: "aws",
    scope: "none",
    fate: "retryable",
    answer: "expired",
    claimant: "a listing begins from its start",
    fix: "nothing: the listing begins from its start",
    source: CLIENT_CODES,
  },
  {
    // Of a token it says what it says of any wrong parameter. Undocumented; reported of DescribeInstances ("Unable to parse
    // pagination token") and of DescribeVpcs ("for parameter NextToken is invalid", boto3#2673).
    codes: ["InvalidParameterValue"],
    text: /pagination token|parameter NextToken/i,
    owner: "aws",
    scope: "none",
    fate: "retryable",
    answer: "expired",
    claimant: "a listing begins from its start",
    fix: "nothing: the listing begins from its start",
    source: "EC2, as boto3#2673 quotes it; in no list of codes",
  },
  {
    // What the SDK makes of a call, not what a template or claim put into it.
    codes: [
      "InvalidAction",
      "InvalidQueryParameter",
      "MalformedQueryString",
      "MissingAction",
      "NoSuchVersion",
      "UnknownOperationException",
      "UnsupportedProtocol",
      "ValidationError",
      "ValidationException",
    ],
    owner: "request",
    scope: "template",
    fate: "terminal",
    alert: "unlisted-error",
    claimant: "EC2 does not understand the request",
    fix: "report it: the plane or its SDK has a defect. {text}",
    source: COMMON_ERROR_TYPES,
  },
];
