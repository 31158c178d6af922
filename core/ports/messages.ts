import type { AlertChanged } from "../../events/alerts/alert-changed.v1.ts";
import type { Notice } from "../../events/notices/notice.ts";
import type { Action } from "../model/action.ts";
import type { InstanceId, PoolId } from "../model/ids.ts";
import type { SweepId } from "../model/sweep.ts";
import type { Instant } from "../model/time.ts";
import type { PortError } from "./errors.ts";

/** The queues that our own functions send to, by what they carry. */
export type QueueName = "actions" | "plans" | "timers" | "sweeps";

/** Work for `functions/perform-action`. At least once, in no order; a double is dropped by the action's fence. */
export interface Actions {
  enqueue(actions: readonly Action[], options?: { delayMs: number }): Promise<void>;
}

/** Requests to plan a pool. All requests of one second make one plan, which begins after the last of them. */
export interface PlanRequests {
  request(pool: PoolId): Promise<void>;
}

/** Requests to go on with a sweep, after SWEEP_REST_MS. At least once; a double finds the sweep further on. */
export interface SweepRequests {
  request(sweep: SweepId): Promise<void>;
}

/** A deadline that comes back as a message, at `wakeAt` or a little later, at least once. */
export interface Timers {
  arm(timer: Timer): Promise<void>;
}

export interface Timer {
  readonly instance: InstanceId;
  /** The state entry, and the time it asked again, that it was set for. */
  readonly entry: number;
  readonly askedAgain: number;
  readonly wakeAt: Instant;
}

/** A notice that did not go out, by its place among those given, and why. Fate `terminal`: this notice, as it is, never will. */
export interface Unpublished {
  readonly index: number;
  readonly error: PortError;
}

/** Tells subscribers. Answers what did not go out; all else did. A thing's notices go out in the order given: one that waits (again,
 *  retry-after) makes the later ones of its resource wait, and others may wait with them; one that never goes out leaves a gap that
 *  its version shows. Twice is safe: a double has the same id. */
export interface Publisher {
  publish(notices: readonly Notice[]): Promise<readonly Unpublished[]>;
}

/** Tells people. Twice is told twice. Fates: terminal, retryable, retry-after. */
export interface People {
  publish(alert: AlertChanged): Promise<void>;
}
