import type { EC2_STATES, STATES } from "../../events/states.ts";
import type { Tier } from "../../events/tiers.ts";
import type { ClaimId, InstanceId, Nonce, PoolId } from "./ids.ts";
import type { Overrides } from "./overrides.ts";
import type { Deadlines } from "./pool.ts";
import type { Reason } from "./reason.ts";
import type { Evidence, Template } from "./template.ts";
import type { Instant } from "./time.ts";

/** The states of the lifecycle. */
export type State = (typeof STATES)[number];

export type Ec2State = (typeof EC2_STATES)[number];

/** What EC2 said, and when. */
export interface Observation {
  readonly state: Ec2State;
  readonly at: Instant;
}

/** Evidence an instance sent about itself. `at` is when we received it: a guest's own clock may be days off. */
export interface Signal {
  readonly name: string;
  readonly at: Instant;
  /** Signed difference from a trusted clock, ms. */
  readonly offsetMs?: number;
  /** False when the instance reports that this step failed. */
  readonly ok: boolean;
  readonly text?: string;
  /** Which boot of its operating system sent it, counted by its agent; left out: the first. */
  readonly boot?: number;
  /** The start it is evidence for, as the agent was told; left out: an agent that does not ask. */
  readonly nonce?: Nonce;
}

/** The fenced hold of a claim. An action made under an older epoch is dropped. */
export interface Lease {
  readonly claim: ClaimId;
  readonly epoch: number;
  readonly at: Instant;
  readonly overrides: Overrides;
  /** What the claim asked to be changed is changed; nothing is delivered before. */
  readonly configured: boolean;
  /** When it was. Left out: there was nothing to change. */
  readonly configuredAt?: Instant;
  /** When the instance was first heard of since its hand-over began. */
  readonly reportedAt?: Instant;
}

/** One saved change: what subscribers are told, and what the history is made of. */
export interface Transition<S extends string = State> {
  readonly name: string;
  readonly from: S | "none";
  readonly to: S;
  readonly at: Instant;
  /** The event, request or plan that led to it, e.g. `event:<id>`, `claim:<id>`, `plan:<epoch>`. */
  readonly cause: string;
  readonly reasons: readonly Reason[];
}

/** The parts of its pool and template that an instance lives by, fixed at launch, so that an event needs no further read. */
export interface Terms {
  readonly evidence: Evidence;
  readonly deadlines: Deadlines;
  readonly usdPerHour?: Template["usdPerHour"];
  /** Left out: by its IAM identity. */
  readonly identity?: "launch-token";
}

/** Our record of one EC2 instance, kept until it expires. */
export interface Instance {
  readonly id: InstanceId;
  readonly pool: PoolId;
  readonly region: string;
  readonly az: string;
  readonly type: string;
  readonly imageId: string;
  readonly generation: string;
  readonly tier: Tier;
  readonly market: Template["market"];
  readonly terms: Terms;
  readonly token: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly privateIp?: string;
  readonly securityGroups: readonly string[];

  readonly state: State;
  /** When the state was entered. */
  readonly since: Instant;
  /** State changes so far; a deadline names the entry it was set for. */
  readonly entry: number;
  /** Writes so far; the condition of the next write, and the tail of the notice's id. */
  readonly version: number;
  readonly observed: Observation;
  /** Evidence of the present state entry, by signal name. */
  readonly signals: Readonly<Record<string, Signal>>;
  /** How long after its launch each stage of its preparation was reported first, ms; by signal, and `<signal>@<boot>` from the second
   *  boot on. */
  readonly stages?: Readonly<Record<string, number>>;
  readonly lease?: Lease;
  readonly leaseEpoch: number;
  readonly wakeAt?: Instant;
  /** Deadlines of this entry that asked EC2 again. */
  readonly askedAgain: number;
  /** Absent from a complete sweep since then. A mark, not a state. */
  readonly suspectSince?: Instant;
  /** AWS announced that it takes the instance away, or may. */
  readonly interruptedAt?: Instant;
  /** What it announced last: a warning that follows a recommendation is news. */
  readonly interruptedBy?: string;

  readonly launchedAt: Instant;
  readonly readyAt?: Instant;
  readonly uses: number;
  readonly last: Transition;
}

/** Effects that a state asks of EC2; an autopsy asks it for what it knows, and changes nothing. A launch is not among them: it is
 *  asked by a plan, before there is an instance. */
export type Effect = "stop" | "start" | "terminate" | "autopsy" | "access";
