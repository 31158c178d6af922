import { memoryDeadLetters } from "../../adapters/memory/dead-letters.ts";
import { memoryDryRuns } from "../../adapters/memory/dry-runs.ts";
import { memoryFailures } from "../../adapters/memory/failures.ts";
import { memoryFeeds } from "../../adapters/memory/feeds.ts";
import { type Deliver, memoryMessages } from "../../adapters/memory/messages.ts";
import { memoryReplays } from "../../adapters/memory/replays.ts";
import { memorySeals } from "../../adapters/memory/seals.ts";
import { memoryStore } from "../../adapters/memory/store.ts";
import type { StoredState } from "../../adapters/memory/stored-state.ts";
import type { Clock, Ports } from "../../core/ports/ports.ts";
import type { Written } from "../../core/ports/store.ts";
import type { Ec2Ports } from "./calls.ts";

export interface MemoryParts {
  readonly clock: Clock;
  readonly onWritten: (written: Written) => void;
  /** Takes what the plane sends itself; left out: it is dropped. */
  readonly deliver?: Deliver;
  readonly stored?: StoredState;
}

/** Every port but EC2's, in memory: what is sent is dropped, what is published nobody hears. */
export function memoryPorts({ clock, onWritten, deliver, stored }: MemoryParts): Omit<Ports, keyof Ec2Ports> {
  const { subscribe: _, ...messages } = memoryMessages({ clock, deliver: deliver ?? (() => {}) });
  const { deadLetters } = memoryDeadLetters([], { clock, send: () => {} });
  const { replays } = memoryReplays({ clock, after: () => {}, deliver: () => {}, keeps: 0 });
  return {
    clock,
    counters: { count: () => {} },
    ...memoryStore({ clock, onWritten, ...(stored && { stored }) }),
    ...messages,
    deadLetters,
    feeds: memoryFeeds({ rules: () => [], depths: () => ({}) }),
    replays,
    failures: memoryFailures(() => {}),
    seals: memorySeals(),
    // What an instance printed is in no recording, and decides nothing.
    dryRuns: memoryDryRuns({ denied: new Set(), knows: () => false }),
    console: { read: async () => ({ kind: "empty" }) },
  };
}
