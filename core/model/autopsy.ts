import type { InstanceId, PoolId } from "./ids.ts";
import type { Instance, Signal, Transition } from "./instance.ts";
import { AUTOPSY_CONSOLE_BYTES_MAX } from "./limits.ts";
import type { Instant } from "./time.ts";

/** What EC2 had of an instance's console. It holds whatever boot scripts printed, secrets among it: it stands in an autopsy alone,
 *  in no notice, log or recording. */
export type ConsoleRead =
  /** `postedAt`: when EC2 took it last. */
  | { readonly kind: "output"; readonly text: string; readonly postedAt?: Instant }
  /** EC2 has taken nothing yet, or the instance printed nothing. */
  | { readonly kind: "empty" }
  /** EC2 does not know the id, or not any more. */
  | { readonly kind: "unknown" }
  /** EC2 would not say. */
  | { readonly kind: "refused"; readonly error: string };

/** The console as an autopsy keeps it: the end of what there was. */
export type KeptConsole =
  | (Extract<ConsoleRead, { kind: "output" }> & {
      /** Of the whole output, before it was cut. */ readonly bytes: number;
    })
  | Exclude<ConsoleRead, { kind: "output" }>;

/** What is kept of an instance that was put into quarantine, longer than its record. */
export interface Autopsy extends Pick<Instance, "az" | "type" | "imageId" | "generation" | "launchedAt" | "observed"> {
  readonly instance: InstanceId;
  readonly pool: PoolId;
  /** When it was taken, and when the instance was quarantined. */
  readonly takenAt: Instant;
  readonly quarantinedAt: Instant;
  /** The step into quarantine, with its reasons. Absent: so long ago that the record had forgotten it. */
  readonly verdict?: Transition;
  /** How long after its launch each stage of its preparation was reported first, ms. */
  readonly stages: Readonly<Record<string, number>>;
  /** The last signal of each name. */
  readonly signals: readonly Signal[];
  readonly history: readonly Transition[];
  /** Why EC2 says that it changed state last, if it says. */
  readonly stateReason?: StateReason;
  readonly console: KeptConsole;
}

/** EC2's word for why an instance changed state, e.g. `Client.InstanceInitiatedShutdown`. Source: EC2 API Reference, StateReason. */
export interface StateReason {
  readonly code: string;
  readonly message: string;
}

/** The last {@link AUTOPSY_CONSOLE_BYTES_MAX} bytes of an output, from the beginning of a character on. */
export function keptConsole(read: ConsoleRead): KeptConsole {
  if (read.kind !== "output") return read;
  const whole = Buffer.from(read.text);
  let from = Math.max(0, whole.length - AUTOPSY_CONSOLE_BYTES_MAX);
  while (from < whole.length && ((whole[from] ?? 0) & 0xc0) === 0x80) from += 1;
  return { ...read, text: whole.subarray(from).toString(), bytes: whole.length };
}
