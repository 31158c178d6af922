import type { PoolId } from "../ids.ts";
import type { Instant } from "../time.ts";
import type { Blame, BreakerScope } from "./blame.ts";

/** Where something was launched or started. */
export interface Where {
  readonly region: string;
  readonly pool: PoolId;
  /** `<name>@<version>`. */
  readonly template: string;
  /** `<az>/<type>`, and `/spot` behind it for Spot. */
  readonly offering: string;
}

/** Failures alike in one scope. Open: nothing is launched there until then; after that, one trial at a time. */
export interface BlameBreaker extends Pick<Blame, "code" | "owner" | "alert" | "claimant" | "fix"> {
  readonly scope: BreakerScope;
  /** Of the latest failure: trials avoid it. */
  readonly where: Where;
  /** The latest members or launches that failed, each once. */
  readonly subjects: readonly string[];
  readonly lastAt: Instant;
  /** Left out: it counts, and holds nothing yet. */
  readonly open?: {
    readonly since: Instant;
    readonly until: Instant;
    /** Trials that failed in a row; the pause doubles with each. */
    readonly trialsFailed: number;
    /** A trial is under way, and no other begins before then. */
    readonly trialUntil?: Instant;
  };
}

/** The latest success of a template in its pool: what failed before it is no pattern of that template. */
export interface LatestSuccess {
  readonly where: Where;
  readonly readyAt: Instant;
}

/** What the plane remembers of failures in one region. At most BLAME_BREAKERS_MAX breakers and as many successes. */
export interface BlameLedger {
  readonly breakers: readonly BlameBreaker[];
  readonly successes: readonly LatestSuccess[];
}

/** The ledger of one region as it is stored. */
export interface BlameRecord {
  readonly region: string;
  readonly ledger: BlameLedger;
  /** Times written; the condition of the next write. */
  readonly version: number;
}

export const newBlameLedger = (): BlameLedger => ({ breakers: [], successes: [] });
