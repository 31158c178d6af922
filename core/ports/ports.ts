import type { Instant } from "../model/time.ts";
import type { DeadLetters } from "./dead-letters.ts";
import type { Probes } from "./delivery.ts";
import type { Console, Launcher, Lookup, Power } from "./ec2.ts";
import type { Failures } from "./failures.ts";
import type { Feeds } from "./feeds.ts";
import type { Actions, People, PlanRequests, Publisher, SweepRequests, Timers } from "./messages.ts";
import type { Access, Attachments, Modifications, Names } from "./modifications.ts";
import type { Redelivery } from "./redelivery.ts";
import type { Replays } from "./replays.ts";
import type { Seals } from "./seals.ts";
import type { Store } from "./store.ts";
import type { Listing } from "./sweeps.ts";
import type { DryRuns } from "./trials.ts";

export interface Clock {
  now(): Instant;
}

/** Which plane this is: a value, and no call. */
export interface ThisPlane {
  /** The region whose EC2 it calls, and no other; undefined: a replay or a store under test, which calls none. */
  readonly region: string | undefined;
}

/** What tells figures of one name apart. `service` is taken: every figure carries it, as the name of the function that counts, and a
 *  dimension of that name would stand in its place. */
export type Dimensions = Readonly<Record<string, string>> & { readonly service?: never };

/** What the plane counts. Losing one is no harm. */
export interface Counters {
  count(name: string, dimensions?: Dimensions): void;
  /** One stretch of time, for a distribution. Left out where nobody keeps one. */
  time?(name: string, ms: number, dimensions?: Dimensions): void;
  /** Some quantity, with its unit in the name. Left out where nobody keeps one. */
  amount?(name: string, value: number, dimensions?: Dimensions): void;
  /** How one thing stands now: several figures at once, by name, with their unit in it. Left out where nobody keeps them. */
  gauge?(figures: Readonly<Record<string, number>>, dimensions?: Dimensions): void;
  /** One of many: added up, and told with the next `count`. Left out where nobody keeps it. */
  add?(name: string, dimensions?: Dimensions): void;
}

/** What EC2 is behind, by far the heaviest client. */
export interface Ec2Ports {
  readonly launcher: Launcher;
  readonly power: Power;
  readonly modifications: Modifications;
  readonly attachments: Attachments;
  readonly lookup: Lookup;
  readonly console: Console;
  readonly listing: Listing;
  readonly dryRuns: DryRuns;
}

/** What the functions ask of each other, and where messages go that cannot be done. */
export interface QueuePorts {
  readonly actions: Actions;
  readonly planRequests: PlanRequests;
  readonly sweepRequests: SweepRequests;
  readonly timers: Timers;
  readonly failures: Failures;
  readonly deadLetters: DeadLetters;
  readonly redelivery: Redelivery;
}

/** What leaves the plane: notices, alerts and probes. */
export interface OutletPorts {
  readonly publisher: Publisher;
  readonly people: People;
  readonly probes: Probes;
}

/** What is read or counted in the process: no promise is answered, and nothing can fail. */
export interface InProcessPorts {
  readonly clock: Clock;
  readonly counters: Counters;
  readonly plane: ThisPlane;
}

/** Everything outside, by capability. A flow takes a `Pick` of what it uses, and a function is wired with what its flow takes. */
export interface Ports extends Store, QueuePorts, Ec2Ports, OutletPorts, InProcessPorts {
  readonly names: Names;
  readonly access: Access;
  readonly seals: Seals;
  readonly feeds: Feeds;
  readonly replays: Replays;
}

/** The ports that a flow or a step takes: its first parameter. */
export type Needs<Flow extends (ports: never, ...rest: never) => unknown> = Parameters<Flow>[0];
