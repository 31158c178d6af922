import type { Instant } from "../model/time.ts";
import type { Fitting, Launcher, Lookup, Power } from "./ec2.ts";
import type { Actions, PlanRequests, Publisher, SweepRequests, Timers } from "./messages.ts";
import type { Claims, Instances, Ledgers, Pools, Records, Templates } from "./store.ts";
import type { Listing, RollCall, Sweeps } from "./sweeps.ts";

export interface Clock {
  now(): Instant;
}

/** What the plane counts. Losing one is no harm. */
export interface Counters {
  count(name: string, dimensions?: Readonly<Record<string, string>>): void;
}

/** Everything outside, by capability. A flow takes only what it uses. */
export interface Ports {
  readonly clock: Clock;
  readonly counters: Counters;
  readonly records: Records;
  readonly instances: Instances;
  readonly claims: Claims;
  readonly pools: Pools;
  readonly templates: Templates;
  readonly ledgers: Ledgers;
  readonly launcher: Launcher;
  readonly power: Power;
  readonly fitting: Fitting;
  readonly lookup: Lookup;
  readonly actions: Actions;
  readonly planRequests: PlanRequests;
  readonly timers: Timers;
  readonly publisher: Publisher;
  readonly listing: Listing;
  readonly sweeps: Sweeps;
  readonly rollCall: RollCall;
  readonly sweepRequests: SweepRequests;
}
