import type { InstanceId, PoolId } from "../model/ids.ts";
import type { Instance } from "../model/instance.ts";
import type { Sweep, SweepId } from "../model/sweep.ts";
import type { Ec2Instance } from "./ec2.ts";

/** EC2's listing of instances that carry our tag, one zone a time. Eventually consistent, unordered, may be stale, may miss a row
 *  or give it twice. Never throws for what it expects: `expired` tokens begin the zone again, `unanswered` is not an empty page.
 *  Fates: retryable, retry-after (throttled). */
export interface Listing {
  page(from: { readonly zone: string; readonly marker?: string; readonly limit: number }): Promise<
    | {
        readonly kind: "page";
        readonly rows: readonly Ec2Instance[];
        /** Instances that are listed without a field that every row has: they are there, and nothing else is known of them. */
        readonly incomplete?: readonly InstanceId[];
        readonly marker?: string;
      }
    | { readonly kind: "expired" }
    | { readonly kind: "unanswered"; readonly error: string }
  >;
}

/** Where sweeps stand. */
export interface Sweeps {
  /** Strongly consistent. */
  find(id: SweepId): Promise<Sweep | undefined>;
  /** The latest of a region, newest first, at most `limit`. */
  latest(region: string, limit: number): Promise<readonly Sweep[]>;
  /** Writes a new sweep unless one of its region began after `after`, which is the latest that who begins knows of (absent: none is
   *  kept any more). Of many who know the same one, one begins. Twice: the second is a conflict. */
  begin(sweep: Sweep, after?: SweepId): Promise<"begun" | "conflict">;
  /** Writes if the stored version is `sweep.version − 1` (1: must not exist). */
  save(sweep: Sweep): Promise<"saved" | "conflict">;
}

/** Who answered a sweep's call, and what we believe of them. */
export interface SeenSet {
  /** Our records of these ids, each once, tombstones included, in no order; strongly consistent. At most PAGE_ROWS_MAX ids, which
   *  may name one twice, as EC2's listing may. */
  records(pool: PoolId, ids: readonly InstanceId[]): Promise<readonly Instance[]>;
  /** Notes the ids of one page: of a zone, or of whom a sweep is about to judge. The same page again adds to what was noted: two may read it at once, EC2 gives each another cut
   *  of the zone, and whoever was on either was there. */
  see(page: {
    readonly sweep: SweepId;
    readonly zone: string;
    readonly generation: number;
    readonly page: number;
    readonly ids: readonly InstanceId[];
  }): Promise<void>;
  /** The ids noted for SEEN_PAGES_MAX pages of one beginning of a zone, from the page of that number on, in no order; one that is on
   *  two pages may come twice. What was not noted adds none: who asks knows how many pages there are. Strongly consistent. */
  seen(from: {
    readonly sweep: SweepId;
    readonly zone: string;
    readonly generation: number;
    readonly page: number;
  }): Promise<readonly InstanceId[]>;
}
