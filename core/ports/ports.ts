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

/** Everything outside, by capability: the store, EC2, and messages. A flow takes only what it uses. */
export interface Ports extends Store {
  readonly clock: Clock;
  readonly counters: Counters;
  readonly launcher: Launcher;
  readonly power: Power;
  readonly modifications: Modifications;
  readonly attachments: Attachments;
  readonly names: Names;
  readonly access: Access;
  readonly lookup: Lookup;
  readonly console: Console;
  readonly listing: Listing;
  readonly actions: Actions;
  readonly planRequests: PlanRequests;
  readonly sweepRequests: SweepRequests;
  readonly timers: Timers;
  readonly publisher: Publisher;
  readonly people: People;
  readonly probes: Probes;
  readonly deadLetters: DeadLetters;
  readonly feeds: Feeds;
  readonly dryRuns: DryRuns;
  readonly replays: Replays;
  readonly failures: Failures;
  readonly redelivery: Redelivery;
  readonly seals: Seals;
}
