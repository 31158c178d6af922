import type { InProcessPorts, Ports } from "../core/ports/ports.ts";

/** One call of a port. */
export interface PortCall {
  readonly port: keyof Ports;
  readonly method: string;
  /** Both, as `port.method`. */
  readonly name: string;
  readonly args: readonly unknown[];
}

/** What is between a flow and a port: it may delay the work, fail it, repeat it or leave it out. */
export type Through = <Answer>(call: PortCall, work: () => Promise<Answer>) => Promise<Answer>;

/** Something on its way: an event to the inbox of a rule, a message to its function, a write to its publisher, a notice to its
 *  subscribers. */
export interface Parcel {
  readonly by: "bus" | "queue" | "stream" | "topic";
  /** The event's kind, the function's name, or whom the notice is about. */
  readonly about: string;
}

/** When a parcel that would take so long arrives, in ms from now: one figure for each time it does, none if it never does.
 *  What is delivered in order (a FIFO queue, the stream) arrives once, at the first of them. */
export type Post = (parcel: Parcel, delayMs: number) => readonly number[];
export const asDue: Post = (_, delayMs) => [delayMs];

/** What is between a message and its function: it may run it late, twice, or fail it before or after the work. */
export type Invoke = (name: string, text: string, work: () => Promise<unknown>) => Promise<unknown>;
/** An invocation that ended without an answer: it crashed, ran out of time, or was never begun. Nobody has set when its message comes again. */
export class InvocationLost extends Error {
  override readonly name = "InvocationLost";
}

export const atOnce: Invoke = (_name, _text, work) => work();

type Method = (...args: never[]) => Promise<unknown>;
const UNSEAMED: Readonly<Record<keyof InProcessPorts, true>> = { clock: true, counters: true, plane: true };

/** The same ports, every call of theirs led through. Generic: a port or method that is new is led through too. */
export function seamed(ports: Ports, through: Through): Ports {
  const wrapped = Object.entries(ports).map(([name, port]) => {
    const key = name as keyof Ports;
    return [name, Object.hasOwn(UNSEAMED, key) ? port : seamedPort(key, port as Record<string, Method>, through)];
  });
  return Object.fromEntries(wrapped) as Ports;
}

const seamedPort = (port: keyof Ports, methods: Record<string, Method>, through: Through) =>
  Object.fromEntries(
    Object.entries(methods).map(([method, work]) => {
      const name = `${port}.${method}`;
      return [method, (...args: never[]) => through({ port, method, name, args }, () => work.apply(methods, args))];
    }),
  );
