import { PROBE_GRACE_MS, PROBE_TICK_MS, PROBE_WINDOW_MS, PROBES_PER_TICK } from "./limits.ts";
import type { Instant } from "./time.ts";

/** The ways from a publish call to a subscriber: the bus to a queue, the topic to a queue, the topic to a function. */
export const PROBE_PATHS = ["bus-sqs", "sns-sqs", "sns-lambda"] as const;
export type ProbePath = (typeof PROBE_PATHS)[number];

/** One window of one path: what its probes are counted in. */
export interface WindowKey {
  readonly path: ProbePath;
  /** A multiple of PROBE_WINDOW_MS since 1970. */
  readonly start: Instant;
}

/** One probe on its way. `path`, `start` and `seq` together are its only like. */
export interface Probe extends WindowKey {
  /** From 0, below {@link PROBES_PER_WINDOW}. */
  readonly seq: number;
  /** The sender's clock just before the call that published it. */
  readonly sentAt: Instant;
}

/** How many arrived, by the bucket of their delay (`core/delivery/histogram.ts`). What is absent is none. */
export type DelayBuckets = Readonly<Record<number, number>>;

/** What is known of one path in one window. */
export interface DeliveryWindow extends WindowKey {
  /** Sequence numbers whose publish call was answered with success; ascending. */
  readonly sent: readonly number[];
  /** First arrivals by sequence number; ascending. What arrived was sent, whatever its call's answer was. */
  readonly arrived: readonly { readonly seq: number; readonly at: Instant }[];
  readonly buckets: DelayBuckets;
  /** Arrivals after the first of the same probe, at most PROBE_DOUBLES_MAX. */
  readonly doubles: number;
  /** Whether its losses were counted. */
  readonly closed: boolean;
}

/** Sequence numbers of one window. */
export const PROBES_PER_WINDOW: number = (PROBE_WINDOW_MS / PROBE_TICK_MS) * PROBES_PER_TICK;

/** Where the window begins that a moment lies in. */
export const windowStart = (at: Instant): Instant => Math.floor(at / PROBE_WINDOW_MS) * PROBE_WINDOW_MS;

/** From then on a probe of the window that has not arrived is lost, until it arrives after all. */
export const decidedAt = (start: Instant): Instant => start + PROBE_WINDOW_MS + PROBE_GRACE_MS;
