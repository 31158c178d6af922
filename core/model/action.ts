import { type ClaimId, digest, type InstanceId, type PoolId } from "./ids.ts";
import type { Effect } from "./instance.ts";
import type { DnsName } from "./overrides.ts";

/** Looks after the persistent claim that a claim belongs to. What it finds done it does not do again. */
export interface PersistAction {
  readonly do: "persist";
  readonly claim: ClaimId;
  readonly cause: string;
}

/** What a worker has to do. */
export type Action = Ec2Action | PersistAction;

/** One effect on EC2 that a worker performs, at most once in effect. */
export type Ec2Action =
  | { readonly do: "launch"; readonly pool: PoolId; readonly token: string; readonly cause: string }
  /** Takes a name away that stood for an instance whose claim is over. Nothing fences it: it is left alone if it stands for another. */
  | {
      readonly do: "unname";
      readonly instance: InstanceId;
      readonly dns: DnsName;
      /** What it stood for: an address, or an Elastic IP by its allocation. */
      readonly target: string;
      readonly cause: string;
    }
  /** Takes a claim's tags off an instance that goes back to its pool, unless it has been leased again. */
  | {
      readonly do: "untag";
      readonly instance: InstanceId;
      readonly leaseEpoch: number;
      readonly keys: readonly string[];
      readonly cause: string;
    }
  /** Has EC2 check what a pool takes, and do nothing. `instance`: one of the pool's to check on. */
  | { readonly do: "dry-run"; readonly pool: PoolId; readonly instance?: InstanceId; readonly cause: string }
  | {
      readonly do: Effect;
      readonly instance: InstanceId;
      /** The state entry and lease it was asked for: under any other it is dropped. */
      readonly entry: number;
      readonly leaseEpoch: number;
      readonly askedAgain: number;
      readonly cause: string;
    };

/** One message per launch token, per asking of an effect in one state entry under one lease, or per thing undone after a lease. */
export function actionId(action: Action): string {
  switch (action.do) {
    case "launch":
      return `launch:${action.token}`;
    case "unname":
      return `unname:${action.instance}:${digest(action.dns.zone, action.dns.name).slice(0, 16)}`;
    case "persist":
      return `keep:${action.claim}:${action.cause}`;
    case "dry-run":
      return `dry-run:${action.pool}:${action.cause}`;
    case "untag":
      return `untag:${action.instance}:${action.leaseEpoch}`;
    default:
      return `${action.do}:${action.instance}:${action.entry}:${action.leaseEpoch}:${action.askedAgain}`;
  }
}
