import { type MemoryDeadLetters, memoryDeadLetters } from "../../adapters/memory/dead-letters.ts";
import { memoryDryRuns } from "../../adapters/memory/dry-runs.ts";
import { memoryFailures } from "../../adapters/memory/failures.ts";
import { memoryFeeds } from "../../adapters/memory/feeds.ts";
import { type MemoryMessages, memoryMessages, type QueueName } from "../../adapters/memory/messages.ts";
import { memoryReplays } from "../../adapters/memory/replays.ts";
import { memorySeals } from "../../adapters/memory/seals.ts";
import { memoryStore } from "../../adapters/memory/store.ts";
import type { Ports } from "../../core/ports/ports.ts";
import type { Written } from "../../core/ports/store.ts";
import { EPOCH } from "../builders.ts";

export interface Bench {
  readonly ports: Ports;
  /** What was counted: the name and every dimension, one line each. */
  readonly counted: string[];
  readonly queued: { readonly queue: QueueName; readonly text: string }[];
  readonly written: Written[];
  /** What lies at the failure destination. */
  readonly failed: string[];
  readonly subscribe: MemoryMessages["subscribe"];
  /** Gives a message of the function `wake` up. What is sent back to it is queued among the timers. */
  readonly deadLetter: MemoryDeadLetters["deadLetter"];
}

const asked = async () => ({ kind: "asked" }) as const;

/** What changes an instance for a claim: each is taken, and nothing comes of it. */
export const changing = (): Pick<Ports, "modifications" | "attachments" | "names" | "access"> => ({
  modifications: { retype: asked, tag: asked, untag: asked, regroup: asked, reprofile: asked },
  attachments: {
    measure: async () => ({ state: "stopped", interfaces: [], rootVolume: "vol-1" }),
    ...{ attach: asked, grow: asked, lend: asked },
    addressOf: async () => ({ kind: "address", ip: "203.0.113.7" }),
  },
  names: { point: asked, unpoint: asked },
  access: { make: asked },
});

/** The ports in memory, at a clock that stands still, with an EC2 that agrees to everything and does nothing. */
export function memoryPorts(now = EPOCH): Bench {
  const counted: string[] = [];
  const queued: Bench["queued"] = [];
  const written: Written[] = [];
  const failed: string[] = [];
  const clock = { now: () => now };
  const { subscribe, ...messages } = memoryMessages({ clock, deliver: (queue, text) => queued.push({ queue, text }) });
  const { replays } = memoryReplays({ clock, after: () => {}, deliver: () => {}, keeps: 0 });
  const { deadLetters, deadLetter } = memoryDeadLetters(["wake"], {
    clock,
    send: (_, text) => queued.push({ queue: "timers", text }),
  });
  const ports: Ports = {
    clock,
    counters: {
      count: (name, dimensions = {}) => counted.push([name, ...Object.values(dimensions)].join(" ")),
    },
    ...memoryStore({ onWritten: (write) => written.push(write) }),
    ...messages,
    failures: memoryFailures((text) => failed.push(text)),
    seals: memorySeals("of a test"),
    deadLetters,
    feeds: memoryFeeds({ rules: () => [], depths: () => ({}) }),
    replays,
    launcher: { launch: async () => ({ kind: "launched", instances: [] }) },
    power: { start: asked, stop: asked, terminate: asked },
    ...changing(),
    dryRuns: memoryDryRuns({ denied: new Set(), knows: () => true }),
    lookup: { look: async () => "unknown" },
    console: { read: async () => ({ kind: "empty" }) },
    listing: { page: async () => ({ kind: "page", rows: [] }) },
  };
  return { ports, counted, queued, written, failed, subscribe, deadLetter };
}
