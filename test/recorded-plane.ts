import { type MemoryPlane, memoryPlane } from "../adapters/memory/plane.ts";
import type { Instant } from "../core/model/time.ts";
import type { QueueName } from "../core/ports/messages.ts";
import type { Clock, Ports } from "../core/ports/ports.ts";
import type { Hidden } from "../core/ports/redelivery.ts";
import type { Written } from "../core/ports/store.ts";
import { FUNCTIONS } from "../functions/shared/manifest/functions.ts";
import { isQueueFed } from "../functions/shared/manifest/row.ts";
import { EPOCH } from "./builders.ts";

/** A plane in memory with what it wrote, sent and counted, each in order; a test may empty the lists. */
export interface RecordedPlane extends MemoryPlane {
  /** The name and every dimension, one line each. */
  readonly counted: string[];
  /** `at`: the earliest moment at which it may be delivered. */
  readonly queued: { readonly queue: QueueName; readonly text: string; readonly at: Instant }[];
  readonly written: Written[];
  readonly published: string[];
  /** When messages that failed come again, by the function they are for. */
  readonly redelivered: (Hidden & { readonly queue: string })[];
  /** What the failure destination holds. */
  readonly failed: string[];
}

/** A clock that does not go on. */
export const clockAt = (at: Instant): Clock => ({ now: () => at });

/** The plane in memory, recorded; of its writes those that `notes` picks. It has one dead-letter queue, that of `wake`: what is sent back
 *  to it is queued among the timers. */
export function recordedPlane(
  clock = clockAt(EPOCH),
  overrides: Partial<Ports> = {},
  notes: (write: Written) => boolean = () => true,
): RecordedPlane {
  const recorded = {
    counted: [] as string[],
    queued: [] as RecordedPlane["queued"],
    written: [] as Written[],
    published: [] as string[],
    failed: [] as string[],
    redelivered: [] as RecordedPlane["redelivered"],
  };
  const plane = memoryPlane(
    {
      clock,
      store: { onWritten: (write) => notes(write) && recorded.written.push(write) },
      messages: { deliver: (queue, text, at) => recorded.queued.push({ queue, text, at }) },
      deadLetters: {
        queues: ["wake"],
        send: (_, text) => recorded.queued.push({ queue: "timers", text, at: clock.now() }),
      },
      onFailure: (text) => recorded.failed.push(text),
      sealKey: "of a test",
      redelivery: {
        queues: FUNCTIONS.filter(isQueueFed).map(({ name }) => name),
        hide: (queue, message) => recorded.redelivered.push({ queue, ...message }) > 0,
      },
    },
    {
      counters: {
        count: (name, dimensions = {}) => recorded.counted.push([name, ...Object.values(dimensions)].join(" ")),
      },
      ...overrides,
    },
  );
  plane.subscribe({}, (text) => recorded.published.push(text));
  return { ...plane, ...recorded };
}
