import type { StateReason } from "../../core/model/autopsy.ts";
import type { InstanceId, PoolId } from "../../core/model/ids.ts";
import type { Ec2State } from "../../core/model/instance.ts";
import type { Intent } from "../../core/model/ledger.ts";
import type { Template } from "../../core/model/template.ts";
import { type Instant, wholeSecond } from "../../core/model/time.ts";
import type { Ec2Instance } from "../../core/ports/ec2.ts";
import { EC2_STATES } from "../../events/states.ts";
import { TERMINATED_SHOWN_MS } from "../assumptions.ts";
import type { Struck } from "./troubles.ts";

/** One of our instances as it truly is. */
export interface Machine {
  readonly id: InstanceId;
  readonly pool: PoolId;
  readonly intent: Intent;
  readonly template: Template;
  readonly privateIp: string;
  readonly launchedAt: Instant;
  /** The launch token in its user data. */
  readonly seal?: string;
  readonly tags: Record<string, string>;
  securityGroups: readonly string[];
  readonly interfaces: { readonly id: string; readonly index: number }[];
  /** Of the root volume. */
  gib: number;
  /** ARN of its instance profile. */
  profile?: string;
  type: string;
  state: Ec2State;
  since: Instant;
  /** The states it was in, and since when; the present one is the last. */
  readonly past: { readonly state: Ec2State; readonly at: Instant }[];
  /** Changes of power asked for so far: what was under way for an older one is over. */
  cycle: number;
  /** Why it is in its state; undefined: EC2 says nothing. */
  stateReason: StateReason | undefined;
  /** A hibernation that does not end by itself: what ends it. */
  stuck: "plain" | "force" | undefined;
  /** EC2 refuses to terminate it. Source: EC2 User Guide, "Change instance termination protection". */
  isProtected: boolean;
  /** EC2 shows its tags no more. */
  isTagless: boolean;
  /** The Spot request that it is of. */
  readonly spotRequest?: string;
  /** The tags of that request. */
  readonly requestTags?: Readonly<Record<string, string>>;
  /** Its Spot request launched it, and not the plane. */
  readonly isRespawned?: true;
}

export const isEndedMachine = ({ state }: Pick<Machine, "state">): boolean =>
  EC2_STATES.indexOf(state) >= EC2_STATES.indexOf("shutting-down");

export const struckBy = ({ intent: { az }, type, pool }: Pick<Machine, "intent" | "type" | "pool">): Struck => ({
  az,
  type,
  pool,
});

/** Its root volume is named after it. */
export const volumeOf = (id: InstanceId): string => `vol-${id.slice("i-".length)}`;

/** A terminated instance is shown for a while, then EC2 knows nothing of it. */
export const isExpired = ({ state, since }: Pick<Machine, "state" | "since">, now: Instant): boolean =>
  state === "terminated" && now - since >= TERMINATED_SHOWN_MS;

/** The state it was in at a moment; undefined: it was not there yet. */
export const stateAt = ({ past }: Pick<Machine, "past">, at: Instant): Ec2State | undefined =>
  past.findLast((each) => each.at <= at)?.state;

/** The machine as EC2 answers it at a moment. One that is ending has neither groups nor address any more, as all of those recorded from
 *  EC2. `state`: as it was, where EC2 shows what is past. */
export function answeredInstance(machine: Machine, now: Instant, state = machine.state): Ec2Instance {
  const { stateReason } = machine;
  const isEnding = isEndedMachine({ state });
  return {
    id: machine.id,
    observed: { state, at: wholeSecond(now) },
    az: machine.intent.az,
    type: machine.type,
    imageId: machine.intent.imageId,
    ...(!isEnding && { privateIp: machine.privateIp }),
    securityGroups: isEnding ? [] : machine.securityGroups,
    token: machine.intent.token,
    tags: isEnding && machine.isTagless ? {} : { ...machine.tags },
    ...(stateReason && state === machine.state && { stateReason }),
  };
}
