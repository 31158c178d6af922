import type { Transition } from "./instance.ts";
import { type Instant, MINUTE_MS } from "./time.ts";

/** What people are told of, and what to do then. `patienceMs`: how long it must last before it is told. */
export const ALERTS = {
  "pool-below-minimum": {
    what: "fewer instances are warm than the pool's minimum",
    todo: "greenroom explain POOL says what the plan waits for; greenroom list POOL --state quarantined what failed",
    patienceMs: 10 * MINUTE_MS,
  },
  "breaker-open": {
    what: "launches have stopped, because preparations keep failing",
    todo: "greenroom list POOL --state quarantined, then greenroom show ID: mend the image, the boot script or the evidence, and apply",
    patienceMs: 0,
  },
  "hit-rate-low": {
    what: "fewer claims are hits than the pool's target",
    todo: "greenroom explain POOL: raise the target, or a ceiling that holds it down",
    patienceMs: 0,
  },
  "hits-not-faster": {
    what: "claims served from warm take as long as those that are not: what waits is paid for nothing",
    todo: "greenroom ledger POOL names the stage that takes the time; compare its evidence, boot and image with a cold launch's",
    patienceMs: 30 * MINUTE_MS,
  },
  "money-ceiling": {
    what: "the pool wants instances that its money ceiling forbids",
    todo: "raise max.usdPerHour in the pool file, or lower the targets, and apply",
    patienceMs: 0,
  },
  "quarantine-growing": {
    what: "instances keep failing",
    todo: "greenroom list POOL --state quarantined, then greenroom show ID: what they failed by stands in their history",
    patienceMs: 0,
  },
  "sweep-incomplete": {
    what: "the last sweeps of EC2's listing were incomplete: nothing that is absent can be proven gone",
    todo: "greenroom sweep REGION --report names the zones and what EC2 answered",
    patienceMs: 0,
  },
  "delivery-loss": {
    what: "probes of a delivery path are lost: subscribers miss notices",
    todo: "greenroom delivery; then look at the subscription, its queue's policy and its dead-letter queue",
    patienceMs: 0,
  },
  "identity-mismatch": {
    what: "somebody asked in the name of an instance and is not that instance; nothing of it was believed",
    todo: "look at who may assume the instances' role, and at the instance that the request came from",
    patienceMs: 0,
  },
} as const satisfies Record<string, { readonly what: string; readonly todo: string; readonly patienceMs: number }>;
export type AlertKind = keyof typeof ALERTS;

/** pending: so, but not for long enough to be told · raised: people are told · over: it is so no more. */
export type AlertState = "pending" | "raised" | "over";

/** `<kind>.<subject>`, such as `breaker-open.win-build`; unique in a plane. */
export type AlertId = string;
export const alertId = (kind: AlertKind, subject: string): AlertId => `${kind}.${subject}`;

/** Something people should know of, from when it began to be so until it is over. Told once until it changes. */
export interface Alert {
  readonly id: AlertId;
  readonly kind: AlertKind;
  /** The pool, region or delivery path it is about. */
  readonly subject: string;
  readonly state: AlertState;
  /** Since when it is, or was, so. */
  readonly since: Instant;
  readonly version: number;
  readonly last: Transition<AlertState>;
}
