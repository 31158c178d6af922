import type { InstanceId, PoolId } from "./ids.ts";
import type { Effect } from "./instance.ts";

/** One effect on EC2 that a worker performs, at most once in effect. */
export type Action =
  | { readonly do: "launch"; readonly pool: PoolId; readonly token: string; readonly cause: string }
  | {
      readonly do: Effect;
      readonly instance: InstanceId;
      /** The state entry and lease it was asked for: under any other it is dropped. */
      readonly entry: number;
      readonly leaseEpoch: number;
      readonly askedAgain: number;
      readonly cause: string;
    };
