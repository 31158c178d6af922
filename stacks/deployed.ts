import { retryRow } from "../core/model/retries.ts";
import { SECOND_MS } from "../core/model/time.ts";
import type { Contract } from "../events/contract.ts";
import type { Grant } from "./grants.ts";

/** One function as it is deployed: the handler is `functions/<name>.handler`. */
export interface Deployed {
  readonly name: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly fed: Feed;
  readonly may: readonly Grant[];
}

/** What makes a function run. All but the stream, the topic and HTTP come through an SQS queue of the function's own. */
export type Feed =
  /** Events of AWS, from the default bus, by their contract. */
  | ({ readonly by: "event"; readonly contract: Contract } & QueueFed)
  /** A message of ours, of this contract, each so often. */
  | ({ readonly by: "schedule"; readonly contract: Contract; readonly everyMs: number } & QueueFed)
  /** Messages that our own functions send. */
  | ({ readonly by: "queue"; readonly delayMs?: number; readonly fifo?: true } & QueueFed)
  /** Probes of both kinds, from the bus and from the topic. */
  | ({ readonly by: "probes"; readonly contract: Contract } & QueueFed)
  /** What the archive sends again. */
  | ({ readonly by: "replays" } & QueueFed)
  /** What an engineer sends back out of the failure queue. */
  | ({ readonly by: "redrive" } & QueueFed)
  | { readonly by: "stream"; readonly records: number }
  | { readonly by: "topic" }
  | { readonly by: "http" };

interface QueueFed {
  /** Messages that one invocation takes. */
  readonly batch: number;
  /** How old the oldest message may grow before people are told. */
  readonly staleAfterMs?: number;
}

/** Fed by a queue that is named after it, with a dead-letter queue of its own. */
export type QueueFedFunction = Deployed & { readonly fed: Extract<Feed, { readonly batch: number }> };

/** How long an invocation of a function that a queue feeds may run, as its messages are tried. */
export const timeoutSeconds = (name: string): number => retryRow(name).timeoutMs / SECOND_MS;

export const isQueueFed = (one: Deployed): one is QueueFedFunction =>
  one.fed.by !== "stream" && one.fed.by !== "topic" && one.fed.by !== "http";
