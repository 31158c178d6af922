import type { DeliveryWindow, Probe, ProbePath, WindowKey } from "../model/delivery.ts";
import type { Instant } from "../model/time.ts";

/** Publishes probes where notices go, each for one path's probe subscriber alone. */
export interface Probes {
  /** Resolves when the publish call was answered with success. After an error it may have been published all the same.
   *  Sent twice, it is there twice. Fates: terminal, retryable, retry-after. */
  send(probe: Probe): Promise<void>;
}

/** A probe that came in. */
export interface ProbeArrival extends WindowKey {
  readonly seq: number;
  readonly at: Instant;
  /** Of its delay, by `core/delivery/histogram.ts`. */
  readonly bucket: number;
}

/** What became of probes, by path and window. All writes merge: any number of recorders may write one window at once, in any order,
 *  and a window that nobody has written is empty, not an error. Kept for PROBE_RETENTION_MS. Fates: retryable, retry-after. */
export interface Deliveries {
  /** Takes the right to send the probes of one tick. `already`: they were sent, or are being sent, or their sender died. */
  begin(window: WindowKey, tick: number): Promise<"begun" | "already">;
  /** Notes publish calls that were answered with success. Twice is safe. */
  sent(window: WindowKey, seqs: readonly number[]): Promise<void>;
  /** Notes an arrival; only the first of a probe goes into the buckets, and of any number at once exactly one is it.
   *  Every call is an arrival of its own; the adapter's own retries of one call are not. */
  arrived(arrival: ProbeArrival): Promise<"first" | "again">;
  /** The windows of a path that begin in [from, to), in the order of time; strongly consistent. Those that nobody wrote are left out. */
  windows(path: ProbePath, from: Instant, to: Instant): Promise<readonly DeliveryWindow[]>;
  /** Marks the losses of a window as counted, for one caller. */
  close(window: WindowKey): Promise<"closed" | "already">;
}
