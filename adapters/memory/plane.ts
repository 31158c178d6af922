import type { Clock, Ports } from "../../core/ports/ports.ts";
import { type DeadLetterParts, type MemoryDeadLetters, memoryDeadLetters } from "./dead-letters.ts";
import { idleEc2 } from "./ec2.ts";
import { memoryFailures } from "./failures.ts";
import { type FeedParts, memoryFeeds } from "./feeds.ts";
import { type MemoryMessages, type MessageParts, memoryMessages } from "./messages.ts";
import { memoryRedelivery } from "./redelivery.ts";
import { type ArchiveParts, type MemoryArchive, memoryReplays } from "./replays.ts";
import { memorySeals } from "./seals.ts";
import { memoryStore, type StoreParts } from "./store.ts";

/** What becomes of what a plane writes and sends. Whatever is left out goes nowhere; there are no dead-letter queues, no archive and no
 *  seals unless they are given. */
export interface MemoryPlaneParts {
  readonly clock: Clock;
  /** Its clock is apart: without one nothing in the store ever expires. */
  readonly store?: StoreParts;
  readonly messages?: Omit<MessageParts, "clock">;
  readonly deadLetters?: { readonly queues: readonly string[] } & Omit<DeadLetterParts, "clock">;
  readonly archive?: Omit<ArchiveParts, "clock">;
  readonly feeds?: FeedParts;
  readonly onFailure?: Parameters<typeof memoryFailures>[0];
  readonly sealKey?: string;
  /** Left out: pools of any region are taken, for EC2 does nothing. */
  readonly region?: string;
  /** The functions that queues feed, and what takes when a message that failed comes again; left out: those with a dead-letter queue, and
   *  nothing. */
  readonly redelivery?: {
    readonly queues: readonly string[];
    readonly hide: Parameters<typeof memoryRedelivery>[1];
  };
}

/** Every port in memory, and the ends that no port has. */
export interface MemoryPlane
  extends Pick<MemoryMessages, "subscribe">,
    Pick<MemoryDeadLetters, "deadLetter">,
    Pick<MemoryArchive, "put"> {
  readonly ports: Ports;
}

const ignore = () => {};

/** The one place where every port has its implementation in memory; EC2 accepts every call and does nothing. `overrides` are ports to
 *  take instead. */
export function memoryPlane(parts: MemoryPlaneParts, overrides: Partial<Ports> = {}): MemoryPlane {
  const { clock } = parts;
  const { subscribe, ...messages } = memoryMessages({ clock, deliver: ignore, ...parts.messages });
  const { queues, send } = parts.deadLetters ?? { queues: [], send: ignore };
  const { queues: fed, hide } = parts.redelivery ?? { queues, hide: () => true };
  const { deadLetters, deadLetter } = memoryDeadLetters(queues, { clock, send });
  const archive = parts.archive ?? { after: ignore, deliver: ignore, keeps: 0 };
  const { replays, put } = memoryReplays({ clock, ...archive });
  const ports: Ports = {
    clock,
    counters: { count: ignore },
    plane: { region: parts.region },
    ...memoryStore(parts.store),
    ...idleEc2(),
    ...messages,
    deadLetters,
    redelivery: memoryRedelivery(fed, hide),
    replays,
    feeds: memoryFeeds(parts.feeds ?? { rules: () => [], depths: () => ({}) }),
    failures: memoryFailures(parts.onFailure ?? ignore),
    seals: memorySeals(parts.sealKey),
    ...overrides,
  };
  return { ports, subscribe, deadLetter, put };
}
