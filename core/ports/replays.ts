import type { ReplayRequest } from "../model/replay.ts";
import type { Instant } from "../model/time.ts";

/** A replay of the archive as its bus tells of it. */
export interface Replay {
  readonly name: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly state: "starting" | "running" | "completed" | "cancelling" | "cancelled" | "failed";
  /** The time of the notice that was sent again last. Absent: none was yet. */
  readonly reachedAt?: Instant;
  readonly why?: string;
}

/** Replays of the archive of notices, to the shadow rule and to nobody else. Events come unordered within a minute, at least once, and
 *  those of the last ARCHIVE_LAG_MS may be missing. Fates: retryable, retry-after. */
export interface Replays {
  /** Twice with one name is one replay: `already`. `refused`: too many are under way, or the archive is not there. */
  start(
    replay: Pick<ReplayRequest, "from" | "to"> & { readonly name: string },
  ): Promise<{ readonly kind: "started" | "already" } | { readonly kind: "refused"; readonly error: string }>;
  find(name: string): Promise<Replay | undefined>;
  /** `over`: it had ended. */
  cancel(name: string): Promise<"asked" | "over" | "unknown">;
}

/** A notice that a replay brought again, in its envelope. */
export interface ReplayedNotice {
  readonly noticeId: string;
  readonly at: Instant;
  readonly text: string;
}

/** What replays brought, for REPLAYED_RETENTION_MS. */
export interface Replayed {
  /** A notice is kept once, however often it comes. Fates: retryable, retry-after. */
  keep(replay: string, notice: ReplayedNotice): Promise<void>;
  /** At most `limit`, in the order of their time and id, behind the key `after`. Fewer: the end so far. */
  page(replay: string, from: { readonly after?: string; readonly limit: number }): Promise<readonly ReplayedNotice[]>;
}

/** What orders what a replay brought. */
export const replayedKey = ({ at, noticeId }: Pick<ReplayedNotice, "at" | "noticeId">): string =>
  `${new Date(at).toISOString()}#${noticeId}`;
