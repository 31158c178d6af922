import { QUOTA_WAIT_MS } from "../blame-limits.ts";
import { ACCESS_WAIT_MS } from "../limits.ts";
import { type BlameRow, CLIENT_CODES, COMMON_CODES, COMMON_ERROR_TYPES } from "./blame.ts";

/** Lacking access is not terminal: the same request works once somebody mends the policy, and it says nothing about a member. */
const DENIED = {
  owner: "account",
  scope: "template",
  fate: "retry-after",
  retryAfterMs: ACCESS_WAIT_MS,
  alert: "not-authorized",
} as const satisfies Partial<BlameRow>;

const CANNOT_END = {
  ...DENIED,
  scope: "none",
  alert: "cannot-be-ended",
  claimant: "the instance cannot be ended; that is no concern of the claim",
} as const satisfies Partial<BlameRow>;

/** Rights, credentials and the state of the account. */
export const PERMISSION_ROWS: readonly BlameRow[] = [
  {
    ...CANNOT_END,
    codes: ["UnauthorizedOperation", "AccessDenied", "AccessDeniedException"],
    calls: ["TerminateInstances", "CancelSpotInstanceRequests"],
    fix: "allow {role} {action}{scp}; until then the instance is stopped where that is allowed, and counts towards max",
    source: COMMON_CODES,
  },
  {
    // "You might be trying to terminate an instance that has termination protection enabled."
    ...CANNOT_END,
    codes: ["OperationNotPermitted"],
    calls: ["TerminateInstances"],
    fix: "switch termination protection off (ModifyInstanceAttribute DisableApiTermination=false), and whatever switches it on: {text}",
    source: CLIENT_CODES,
  },
  {
    // Such as an Elastic IP without the pool's tag: the claim names what the plane may not touch.
    codes: ["UnauthorizedOperation"],
    theirs: true,
    owner: "claim",
    scope: "none",
    fate: "terminal",
    claimant: "the plane may not touch what the claim names: {text}",
    fix: "allow {role} {action} on it, or take it out of the pool's allows",
    source: COMMON_CODES,
  },
  {
    ...DENIED,
    codes: ["UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "NotAuthorized"],
    claimant: "EC2 denies the plane {action}",
    fix: "allow {role} {action} in {region}{scp}: {text}",
    source: COMMON_CODES,
  },
  {
    ...DENIED,
    codes: ["AuthFailure.ServiceLinkedRoleCreationNotPermitted"],
    claimant: "the account cannot use Spot yet",
    fix: "create the role once: aws iam create-service-linked-role --aws-service-name spot.amazonaws.com; or allow {role} iam:CreateServiceLinkedRole",
    source: "EC2 User Guide, Service-linked role for Spot Instance requests; runs-on/runs-on#233",
  },
  {
    // "Trying to use an AMI for which you do not have permissions."
    ...DENIED,
    codes: ["AuthFailure"],
    text: /\bimages?\b|\bami\b/i,
    owner: "template",
    alert: "template-unlaunchable",
    claimant: "the account may not use {image}",
    fix: "share {image} (and its snapshots) with the account, or name another image in template {template}",
    source: COMMON_CODES,
  },
  {
    codes: ["AuthFailure"],
    theirs: true,
    owner: "claim",
    scope: "none",
    fate: "retry-after",
    retryAfterMs: ACCESS_WAIT_MS,
    claimant: "what the claim names is not the account's: {text}",
    fix: "name an address or interface of this account",
    source: COMMON_CODES,
  },
  {
    ...DENIED,
    codes: ["AuthFailure", "AuthFailure.*"],
    scope: "region",
    claimant: "EC2 does not take the plane's credentials",
    fix: "see whether the account may use EC2 in {region}, and whether {role} exists: {text}",
    source: COMMON_CODES,
  },
  {
    ...DENIED,
    codes: [
      "CredentialsProviderError",
      "ExpiredToken",
      "ExpiredTokenException",
      "IncompleteSignature",
      "InvalidClientTokenId",
      "InvalidSecurity.RequestHasExpired",
      "InvalidSignatureException",
      "MissingAuthenticationToken",
      "RequestExpired",
      "SignatureDoesNotMatch",
      "UnrecognizedClientException",
    ],
    scope: "region",
    claimant: "EC2 does not take the plane's credentials",
    fix: "renew the credentials of {role}, and set the clock of the machine it runs on: {text}",
    source: COMMON_ERROR_TYPES,
  },
  {
    // A Marketplace image whose terms nobody accepted; else a region that is not opted in.
    ...DENIED,
    codes: ["OptInRequired"],
    text: /marketplace|product|subscri/i,
    owner: "template",
    alert: "template-unlaunchable",
    claimant: "the account is not subscribed to the product of {image}",
    fix: "accept the terms of {image} in AWS Marketplace with this account: {text}",
    source: COMMON_CODES,
  },
  {
    ...DENIED,
    codes: ["OptInRequired"],
    scope: "region",
    alert: "account-blocked",
    claimant: "the account has not opted in to {region}",
    fix: "enable {region} in the account's settings (account:EnableRegion), or finish the account's sign-up: {text}",
    source: COMMON_CODES,
  },
  {
    ...DENIED,
    codes: ["Blocked", "PendingVerification"],
    scope: "region",
    alert: "account-blocked",
    claimant: "AWS does not let the account use EC2 now",
    fix: "write to AWS Support, and see the account's billing: {text}",
    source: COMMON_CODES,
  },
  {
    ...DENIED,
    codes: ["AccountDisabled"],
    scope: "region",
    retryAfterMs: QUOTA_WAIT_MS,
    alert: "account-blocked",
    claimant: "AWS has switched this off for the account",
    fix: "write to AWS Support: {text}",
    source: CLIENT_CODES,
  },
  {
    codes: ["CustomerKeyHasBeenRevoked"],
    owner: "account",
    scope: "template",
    fate: "terminal",
    alert: "key-unusable",
    claimant: "EC2 cannot use the encryption key of the instance's volumes",
    fix: "enable {key}, and let {role} use it: kms:CreateGrant, kms:Decrypt, kms:DescribeKey, kms:GenerateDataKeyWithoutPlaintext and kms:ReEncrypt*",
    source: CLIENT_CODES,
  },
];
