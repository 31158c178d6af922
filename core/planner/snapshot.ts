import type { Tier } from "../../events/tiers.ts";
import type { Claim } from "../model/claim.ts";
import type { ClaimId, InstanceId } from "../model/ids.ts";
import type { Intent, Ledger } from "../model/ledger.ts";
import type { Closed } from "../model/offering.ts";
import type { Pool } from "../model/pool.ts";
import type { Reason } from "../model/reason.ts";
import type { StockRow } from "../model/state-index.ts";
import type { Template } from "../model/template.ts";
import type { Instant } from "../model/time.ts";

/** Everything a plan is made from. */
export interface Snapshot {
  readonly pool: Pool;
  readonly template: Template;
  /** Read before the stock: see the ledger's port. */
  readonly ledger: Ledger;
  /** Every instance of the pool that is not gone. */
  readonly stock: readonly StockRow[];
  /** Claims without an instance, oldest first. */
  readonly pending: readonly Claim[];
  /** Where EC2 lately had no capacity, or will never launch for this pool. */
  readonly closed: Closed;
  readonly now: Instant;
  /** What a forecast makes of the pool's targets, and why. Absent: they stand as its file says. */
  readonly forecastTarget?: { readonly target: Pool["target"]; readonly reasons: readonly Reason[] };
}

/** One instance the pool lacks, and what it must be. */
export interface Want {
  readonly tier: Tier;
  readonly az?: string;
  readonly type?: string;
  /** For a waiting claim, not for the pool's target. */
  readonly claim?: ClaimId;
}

export interface Retirement {
  readonly instance: InstanceId;
  readonly reasons: readonly Reason[];
}

/** An instance for a claim that waits. `type`: what it must become first, because EC2 lacks capacity for what it is. */
export interface Assignment {
  readonly claim: Claim;
  readonly instance: InstanceId;
  readonly type?: string;
}

/** The planner's answer: actions and why. Nothing here has happened yet. */
export interface Plan {
  /** As it is to be saved; its epoch is one up if there is anything to save. */
  readonly ledger: Ledger;
  readonly changesLedger: boolean;
  readonly launches: readonly Intent[];
  readonly droppedIntents: readonly string[];
  /** Intended by an earlier plan and not settled since: asked again, for a crash may have come between ledger and queue. */
  readonly overdue: readonly Intent[];
  readonly assignments: readonly Assignment[];
  readonly expired: readonly Claim[];
  readonly retirements: readonly Retirement[];
  readonly reasons: readonly Reason[];
}
