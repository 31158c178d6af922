import type { ConsoleRead, StateReason } from "../model/autopsy.ts";
import type { InstanceId } from "../model/ids.ts";
import type { Observation } from "../model/instance.ts";
import type { Intent } from "../model/ledger.ts";
import type { Template } from "../model/template.ts";

/** An instance as EC2 answers it. */
export interface Ec2Instance {
  readonly id: InstanceId;
  readonly observed: Observation;
  readonly az: string;
  readonly type: string;
  readonly imageId: string;
  readonly privateIp?: string;
  readonly securityGroups: readonly string[];
  /** The ClientToken it was launched with. */
  readonly token?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Why it changed state last; a look by id tells it, if EC2 does. */
  readonly stateReason?: StateReason;
}

/** What EC2 refused, as a value: the plane expects these. */
export type Refusal =
  /** None of this type in this zone now (InsufficientInstanceCapacity and its kin). */
  | { readonly kind: "no-capacity"; readonly error: string }
  /** This request can never work (a missing image, a bad parameter, a token used for other parameters). */
  | { readonly kind: "impossible"; readonly error: string };

export interface LaunchRequest {
  readonly intent: Intent;
  readonly template: Template;
  readonly tags: Readonly<Record<string, string>>;
  /** What its instance proves by who it is: stands in its user data, and nowhere else. */
  readonly seal?: string;
}

/** Twice with one token is one launch (EC2's ClientToken): the second answer holds the same instances, in their state of then.
 *  May answer fewer than `intent.count`. Fates: retryable, retry-after. */
export interface Launcher {
  launch(request: LaunchRequest): Promise<{ kind: "launched"; instances: readonly Ec2Instance[] } | Refusal>;
}

export type Starting =
  | { readonly kind: "asked" | "unknown" }
  | { readonly kind: "already"; readonly state: "pending" | "running" };

/** None of these has a token in EC2: the caller fences them. `already`: the instance is in, or on its way to, that state.
 *  `unknown`: EC2 does not know the id, which means gone or not yet visible. Fates: retryable, retry-after. */
export interface Power {
  /** `already` tells in which state EC2 has it. */
  start(id: InstanceId): Promise<Starting | Refusal>;
  /** Hibernates if asked to and EC2 can, else stops plainly. */
  stop(id: InstanceId, options: { hibernate: boolean }): Promise<{ kind: "asked" | "already" | "unknown" } | Refusal>;
  /** Spot: its request ends first, or EC2 would launch another in its place for as long as the request lives. */
  terminate(id: InstanceId, options: { spot: boolean }): Promise<{ kind: "asked" | "already" | "unknown" } | Refusal>;
}

/** One instance by id. `unknown` is no proof of anything. Only deadlines and engineers ask. */
export interface Lookup {
  look(id: InstanceId): Promise<Ec2Instance | "unknown">;
}

/** What an instance printed on its console. It lags: `empty` may be filled a little later. Only an autopsy asks.
 *  Fates: retryable, retry-after. */
export interface Console {
  read(id: InstanceId): Promise<ConsoleRead>;
}
