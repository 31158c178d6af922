import type { MemoryDeadLetters } from "../adapters/memory/dead-letters.ts";
import type { memoryFeeds } from "../adapters/memory/feeds.ts";
import type { Probe } from "../core/model/delivery.ts";
import type { Instant } from "../core/model/time.ts";
import type { QueueName } from "../core/ports/messages.ts";
import type { InProcessPorts, Ports } from "../core/ports/ports.ts";
import type { Written } from "../core/ports/store.ts";
import type { AlertChanged } from "../events/alerts/alert-changed.v1.ts";
import type { Notice } from "../events/notices/notice.ts";
import type { Fetch } from "./client.ts";
import type { Invoke } from "./seam.ts";
import type { StreamParts } from "./stream.ts";
import type { Scheduler } from "./time/scheduler.ts";
import type { Listener } from "./topic.ts";
import type { World } from "./world/world.ts";

/** What a carrier is given of the cloud, and what it calls with what it took. When what it took arrives is the cloud's to say: no
 *  carrier has a time of its own. */
export interface CarrierParts extends InProcessPorts {
  readonly scheduler: Scheduler;
  readonly world: Pick<World, "ports" | "machines" | "spotRequests">;
  /** The ports as functions have them. */
  readonly ports: () => Ports;
  /** Notices that its archive keeps. */
  readonly archived: number;
  readonly onWritten: (written: Written) => void;
  /** A message for a queue of the plane's own; `at`, by the plane's clock: the earliest moment it may be received. */
  readonly onSent: (queue: QueueName, text: string, at: Instant) => void;
  /** A message for a function that AWS sends, or somebody sends again. */
  readonly onDelivered: (name: string, text: string) => void;
  readonly onPublished: (notice: Notice) => void;
  readonly onProbe: (probe: Probe) => void;
  readonly onAlert: (alert: AlertChanged) => void;
  /** What feeds the functions, as the cloud knows it. */
  readonly feeds: Parameters<typeof memoryFeeds>[0];
  /** A notice that will never go out. */
  readonly onFailure: (text: string, error: string) => void;
}

/** What holds the plane's records, carries its messages and reaches its instances: memory, or servers that speak AWS's protocols. */
export interface Carrier {
  readonly ports: Omit<Ports, keyof InProcessPorts>;
  /** Lays down a message that its queue gave up. */
  readonly deadLetter: MemoryDeadLetters["deadLetter"];
  /** Takes a message for a function that AWS itself sends: of a rule, of a schedule. */
  readonly put: (name: string, text: string) => void;
  /** Hands a message to its function, or a batch of writes; left out: by a plain call. */
  readonly invoke?: Invoke;
  readonly publish?: StreamParts["publish"];
  /** Carries a request to the API and its answer back; left out: by a plain call. */
  readonly api?: Fetch;
  /** Hands a notice that arrived to who listens. */
  readonly hand: (notice: Notice, listener: Listener) => void;
}
