import type { Ec2Call } from "../ec2-calls.ts";
import type { BlameAlertKind } from "./alerts.ts";

/** Whose fault a failure is. Only what is the member's costs a member. `offering`: a zone × type has no capacity or is impaired;
 *  `template`: image, key pair, subnet, group, profile, user data; `account`: quota, right, encryption key, or others who work in it;
 *  `claim`: what the claimant asked for; `aws`: a throttle, an outage, or a state that passes. */
export const OWNERS = ["member", "offering", "template", "account", "claim", "aws"] as const;
export type Owner = (typeof OWNERS)[number];

/** Where a failure counts, narrowest first: a breaker of that scope backs off. */
export const BREAKER_SCOPES = ["offering", "template", "pool", "region"] as const;
export type BreakerScope = (typeof BREAKER_SCOPES)[number];

/** What becomes of what failed. `terminal`: the same request fails whenever it is made. */
export type BlameFate = "terminal" | "retryable" | "retry-after";

/** One row of the table: codes (or symptoms) that mean the same. */
export interface BlameRow {
  /** EC2's codes. `Family.*` stands for every code of that family which no row names. */
  readonly codes: readonly string[];
  /** Only in answer to these calls. Left out: to any. */
  readonly calls?: readonly Ec2Call[];
  /** Only where the call names something of the claimant's, such as an Elastic IP. */
  readonly theirs?: true;
  /** Only where EC2's text matches. */
  readonly text?: RegExp;
  /** `request`: whoever made up the request, see `ownerOf` in core/blame. */
  readonly owner: Owner | "request";
  /** `none`: nothing but the call, its claim or its member is affected. */
  readonly scope: BreakerScope | "none";
  readonly fate: BlameFate;
  /** With `retry-after`, and only then. */
  readonly retryAfterMs?: number;
  /** What the caller gets as a value in place of an error. `no-capacity`: not here and now; `unknown`: EC2 does not know the
   *  instance's id, which proves nothing; `expired`: a pagination token that EC2 does not take any more. */
  readonly answer?: "no-capacity" | "unknown" | "expired";
  /** What people are alerted to. Left out: nothing that people could do. */
  readonly alert?: BlameAlertKind;
  /** A sentence for the claimant, and one for the engineer with the fix. `{hole}` is filled by `worded` in core/blame. */
  readonly claimant: string;
  readonly fix: string;
  readonly source: string;
}

/** A failure with its owner, and what follows from it. */
export interface Blame {
  /** EC2's code, or the symptom: failures of equal codes are alike. */
  readonly code: string;
  readonly owner: Owner;
  readonly scope: BreakerScope | "none";
  /** The widest scope that a pattern may open. */
  readonly widest: BreakerScope | "none";
  readonly fate: BlameFate;
  readonly retryAfterMs?: number;
  readonly answer?: NonNullable<BlameRow["answer"]>;
  readonly alert?: BlameAlertKind;
  readonly claimant: string;
  readonly fix: string;
  readonly source: string;
  /** False: no row names its code; it is counted by its code, so that somebody adds one. */
  readonly listed: boolean;
}

/** AWS's own lists, by section. */
export const COMMON_CODES = "EC2 Developer Guide, Error codes, Common client error codes";
export const CLIENT_CODES = "EC2 Developer Guide, Error codes, Client error codes for specific actions";
export const SERVER_CODES = "EC2 Developer Guide, Error codes, Server error codes";
export const COMMON_ERROR_TYPES = "AWS API References, Common Error Types";
