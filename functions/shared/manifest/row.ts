import { RETRIES } from "../../../core/model/retries.ts";
import type { QueueName } from "../../../core/ports/messages.ts";
import type { Ec2Ports, OutletPorts, Ports, QueuePorts } from "../../../core/ports/ports.ts";
import type { Store } from "../../../core/ports/store.ts";
import type { Contract, Heard } from "../../../events/contract.ts";
import type { Permissions } from "./permissions.ts";

/** One function: all that is said of it outside its own file, `functions/<name>.ts`. */
export type FunctionRow = ReadingRow | PlainRow;

interface Row {
  /** Of the handler's file, the function, its queues, its alarms and its log. */
  readonly name: string;
  /** The ports it is wired with, by group or one by one, beside the clock and the counters. The compiler holds what the function's flow
   *  takes and what its wiring makes against them. */
  readonly ports: readonly (keyof PortGroups | keyof Ports)[];
  readonly may: Permissions;
  readonly runs: Runs;
}

/** How Lambda runs it, beside what its row of retries says. */
interface Runs {
  readonly memoryMb: number;
  /** Whether a chain of messages may come back to it. Where it is `none` Lambda cuts a chain that does: see `LAMBDA.chainInvocationsMax`. */
  readonly recursion: "allowed" | "none";
}

/** Reads each message by its contract. */
export interface ReadingRow extends Row {
  readonly contract: Contract;
  readonly fed: Extract<Feed, { readonly by: ReadBy }>;
}

/** Reads what comes without a contract of one version. */
interface PlainRow extends Row {
  readonly contract?: never;
  readonly fed: Exclude<Feed, { readonly by: ReadBy }>;
}

type ReadBy = "event" | "schedule" | "queue" | "probes" | "redrive" | "topic";

interface PortGroups {
  readonly store: Store;
  readonly queues: QueuePorts;
  readonly ec2: Ec2Ports;
  readonly outlets: OutletPorts;
}

/** What makes a function run. All but the stream, the topic and HTTP come through an SQS queue of the function's own. */
export type Feed =
  /** Events of AWS, from the default bus, by their contract. */
  | ({ readonly by: "event" } & QueueFed)
  /** A message of ours, of the function's contract, each so often. */
  | ({ readonly by: "schedule"; readonly everyMs: number } & QueueFed)
  /** Messages that our own functions send. */
  | ({ readonly by: "queue"; readonly queue: QueueName; readonly delayMs?: number; readonly fifo?: true } & QueueFed)
  /** Probes of both kinds, from the bus and from the topic. */
  | ({ readonly by: "probes" } & QueueFed)
  /** What the archive sends again. */
  | ({ readonly by: "replays" } & QueueFed)
  /** What an engineer sends back out of the failure queue. */
  | ({ readonly by: "redrive" } & QueueFed)
  | ({ readonly by: "stream"; readonly records: number } & Timed)
  | ({ readonly by: "topic" } & Timed)
  | ({ readonly by: "http" } & Timed);

interface QueueFed {
  /** Messages that one invocation takes. */
  readonly batch: number;
  /** How long one invocation may run, and how its queue repeats what failed. */
  readonly retry: keyof typeof RETRIES;
  /** Invocations at once, at least 2 says SQS; absent: as many as the account lets. */
  readonly atOnce?: number;
  /** How old the oldest message may grow before an alarm. */
  readonly staleAfterMs?: number;
}

interface Timed {
  /** How long one invocation may run. */
  readonly timeoutMs: number;
}

/** Rows that are fed so. */
export type FedBy<By extends Feed["by"]> = (By extends ReadBy ? ReadingRow : PlainRow) & {
  readonly fed: Extract<Feed, { readonly by: By }>;
};
/** Fed by a queue that is named after it, with a dead-letter queue of its own. */
export type QueueRow = FedBy<Exclude<Feed["by"], "stream" | "topic" | "http">>;
/** Fed message by message. */
export type MessageRow = FedBy<Exclude<Feed["by"], "stream" | "http">>;

export const isFedBy = <By extends Feed["by"]>(row: FunctionRow, ...by: readonly By[]): row is FedBy<By> =>
  by.includes(row.fed.by as By);
export const isQueueFed = (row: FunctionRow): row is QueueRow => isMessageFed(row) && row.fed.by !== "topic";
export const isMessageFed = (row: FunctionRow): row is MessageRow => !isFedBy(row, "stream", "http");

export const timeoutMsOf = ({ fed }: FunctionRow): number =>
  "retry" in fed ? RETRIES[fed.retry].timeoutMs : fed.timeoutMs;

type PortName<Need> = Need extends keyof PortGroups ? keyof PortGroups[Need] : Need;

/** The ports that a row names. */
export type PortsOf<One extends Pick<Row, "ports">> = Pick<Ports, "clock" | "counters"> &
  Pick<Ports, PortName<One["ports"][number]>>;

/** What a function is handed: what kept its contract, or, without one, the text as it came. */
export type MessageOf<One extends { readonly contract?: Contract }> = One extends {
  readonly contract: Contract<infer Detail>;
}
  ? Heard<Detail>
  : string;
