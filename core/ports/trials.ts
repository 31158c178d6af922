import type { InstanceId, PoolId } from "../model/ids.ts";
import type { Trial, Tried } from "../model/trial.ts";
import type { LaunchRequest } from "./ec2.ts";

/** Calls of EC2 that are checked and not made: whether who asks may make them, with these very parameters. Nothing comes of any of them,
 *  and none throws: what was not answered is a value. It proves nothing of quotas, capacity or keys, nor that a call would succeed. */
export interface DryRuns {
  launch(request: LaunchRequest): Promise<Tried>;
  /** What a hand-over takes: to start, to retype and to tag. */
  handOver(id: InstanceId, to: { readonly type: string }): Promise<readonly Tried[]>;
  /** What the way back, and out, takes: to stop and to terminate. */
  end(id: InstanceId): Promise<readonly Tried[]>;
}

/** The latest trial of each pool by each function. Not told by the store's stream. Fates: retryable, retry-after. */
export interface Trials {
  /** The later one stands; of two at once, either. Kept for TRIAL_RETENTION_MS. */
  keep(trial: Trial): Promise<void>;
  /** In the order of the functions' names. Strongly consistent. */
  of(pool: PoolId): Promise<readonly Trial[]>;
}
