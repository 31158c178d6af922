import type { StateReason } from "../core/model/autopsy.ts";
import type { InstanceId, PoolId } from "../core/model/ids.ts";
import type { Ec2State } from "../core/model/instance.ts";
import type { Intent } from "../core/model/ledger.ts";
import type { Instant } from "../core/model/time.ts";
import type { Ec2Instance } from "../core/ports/ec2.ts";
import type { Written } from "../core/ports/store.ts";
import type { AlertChanged } from "../events/alerts/alert-changed.v1.ts";
import type { ClaimDetails } from "../events/notices/claim-changed.v1.ts";
import type { Notice } from "../events/notices/notice.ts";

/** What an instance is, as EC2 has it. */
export type MachineMade = Pick<Ec2Instance, "az" | "type" | "imageId">;

/** What truly happened in the local cloud, whatever the plane heard of it: what the rules and the report are made from. */
export type Fact =
  /** The store wrote an item. */
  | { readonly kind: "written"; readonly written: Written }
  /** The ledger took an intent in. */
  | { readonly kind: "intended"; readonly intent: Intent }
  /** EC2 made instances for a token; none, when it answers the ones of before. */
  | { readonly kind: "launched"; readonly token: string; readonly pool: PoolId; readonly ids: readonly InstanceId[] }
  /** EC2 accepted a call for an instance that it then carries out. */
  | { readonly kind: "asked"; readonly id: InstanceId; readonly what: "start" | "stop" | "terminate" }
  /** EC2 was asked about one instance by its id. */
  | { readonly kind: "looked"; readonly id: InstanceId }
  /** EC2 moved one of our instances. `reason`: EC2's word for why, which no event carries. */
  | {
      readonly kind: "ec2";
      readonly id: InstanceId;
      readonly pool: PoolId;
      readonly state: Ec2State;
      readonly reason?: StateReason;
      readonly made?: MachineMade;
    }
  /** The API answered a claimant about its claim. */
  | { readonly kind: "answered"; readonly claim: ClaimDetails }
  /** The API answered. */
  | { readonly kind: "responded"; readonly status: number; readonly path: string }
  /** The topic took a notice, to be delivered. */
  | { readonly kind: "published"; readonly notice: Notice }
  /** A subscriber got a notice. */
  | { readonly kind: "noticed"; readonly notice: Notice }
  /** An alert was published to people. */
  | { readonly kind: "alerted"; readonly alert: AlertChanged }
  /** A message was given up. */
  | { readonly kind: "dead"; readonly from: string; readonly text: string; readonly error: string };

/** Says that something happened, now. */
export type Emit = (fact: Fact) => void;

/** Is called with what happened, and when. */
export type Observer = (fact: Fact, at: Instant) => void;
