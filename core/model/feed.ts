/** A rule of EventBridge that feeds a function. */
export interface RuleFound {
  /** The function whose queue it feeds. */
  readonly of: string;
  /** Its own name, and the bus it is on. */
  readonly name: string;
  readonly bus: string;
  readonly state: "enabled" | "disabled" | "missing";
  /** What it lets through, by the detail-types in its pattern; empty: any. */
  readonly hears: readonly string[];
  /** Whether the function's own queue is among its targets. */
  readonly feedsIt: boolean;
}

/** Messages in the queue that feeds a function: about how many, and never exactly. */
export interface Depth {
  /** Could be received now. */
  readonly waiting: number;
  /** Received, and not done yet. */
  readonly underWay: number;
  /** To be received at a later moment. */
  readonly later: number;
  /** How old the oldest that waits is. Absent: nobody knows; SQS tells it to CloudWatch alone. */
  readonly oldestMs?: number;
}
