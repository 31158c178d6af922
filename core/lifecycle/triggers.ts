import type { OverrideName } from "../../events/overrides/table.ts";
import type { ClaimId } from "../model/ids.ts";
import type { Ec2State, Instance, Signal } from "../model/instance.ts";
import type { Overrides } from "../model/overrides.ts";
import type { Reason } from "../model/reason.ts";
import type { Instant } from "../model/time.ts";

/** What can happen to an instance: the columns of the transition table. */
export const TRIGGERS = [
  "ec2:pending",
  "ec2:running",
  "ec2:stopping",
  "ec2:stopped",
  "ec2:shutting-down",
  "ec2:terminated",
  "signal",
  "ready",
  "failed",
  "leased",
  "configured",
  "start-failed",
  "unsatisfiable",
  "released",
  "retire",
  "interrupted",
  "deadline",
  "missing",
  "found",
  "proven-gone",
  "drifted",
] as const;
export type TriggerName = (typeof TRIGGERS)[number];

/** What happened, with what the table and the record need to know of it. */
export type Happening =
  /** EC2 said so, by event, listing or look-up. */
  | { readonly name: `ec2:${Ec2State}`; readonly seenAt: Instant }
  /** The instance sent evidence that decides nothing yet. */
  | { readonly name: "signal"; readonly signal: Signal }
  /** Readiness's verdict on the evidence of this state. */
  | { readonly name: "ready" | "failed"; readonly reasons: readonly Reason[] }
  | { readonly name: "leased"; readonly claim: ClaimId; readonly overrides: Overrides }
  /** What the claim asked to be changed is changed. */
  | { readonly name: "configured"; readonly leaseEpoch: number }
  /** EC2 refused the start for good, or for want of capacity. */
  | {
      readonly name: "start-failed";
      readonly leaseEpoch: number;
      readonly error: string;
      readonly noCapacity: boolean /** Something was changed that nothing takes back with certainty. */;
      readonly altered?: boolean;
    }
  /** What the claim asks to be changed cannot be, by its own fault. */
  | {
      readonly name: "unsatisfiable";
      readonly leaseEpoch: number;
      readonly field: OverrideName;
      readonly error: string;
      readonly altered: boolean;
    }
  | { readonly name: "released"; readonly leaseEpoch: number; readonly reuse: boolean }
  | { readonly name: "retire"; readonly reasons: readonly Reason[] }
  | { readonly name: "interrupted"; readonly notice: string }
  /** The time of the state entry it names is over, and a look at EC2 brought nothing new. */
  | { readonly name: "deadline"; readonly entry: number; readonly askedAgain: number }
  | { readonly name: "missing" | "found" }
  /** Absent from complete sweeps, and EC2 does not know its id. */
  | { readonly name: "proven-gone"; readonly reasons: readonly Reason[] }
  /** Somebody changed it behind our back: what EC2 says is true now. */
  | { readonly name: "drifted"; readonly facts: Facts; readonly reasons: readonly Reason[] };

/** What EC2 says of an instance besides its state. */
export type Facts = Pick<Instance, "type" | "az" | "imageId" | "securityGroups" | "tags">;

/** A happening with its time and cause (`event:<id>`, `claim:<id>`, `plan:<epoch>`, …). */
export type Trigger = Happening & { readonly at: Instant; readonly cause: string };
