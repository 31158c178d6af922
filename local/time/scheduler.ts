import type { Instant } from "../../core/model/time.ts";
import { Heap } from "./heap.ts";
import { type Pace, paced } from "./pace.ts";

/** Something to be done at a moment. If it is asynchronous it waits by {@link Scheduler.sleep} and {@link Scheduler.outside} alone. */
export type Task = () => void | Promise<void>;

export interface RunOptions {
  /** Virtual seconds per second of the real clock; left out: as fast as the machine can. */
  readonly speed?: number;
  readonly signal?: AbortSignal;
}

interface Due {
  readonly at: Instant;
  readonly turn: number;
  readonly task: Task;
}

/** Virtual time. Tasks run at their moment, those of one moment in the order they were given; between two of them every promise
 *  that can go on has gone on, so that the same tasks interleave in the same way every time. */
export class Scheduler {
  readonly #due = new Heap<Due>((one, other) => one.at < other.at || (one.at === other.at && one.turn < other.turn));
  #now: Instant;
  #turns = 0;
  /** Asynchronous tasks that have begun and not ended. */
  #open = 0;
  /** What goes on outside virtual time. */
  readonly #outside = new Set<Promise<unknown>>();
  #failure: { readonly error: unknown } | undefined;
  #waiting: { readonly pace: Pace; readonly until: Instant } | undefined;

  constructor(start: Instant) {
    this.#now = start;
  }

  now(): Instant {
    return this.#now;
  }

  /** Tasks that are not due yet. */
  waiting(): number {
    return this.#due.size;
  }

  /** Runs the task at that moment, or now if it is past. While a run waits for the real clock, now is what the clock shows:
   *  so work from outside (an HTTP request) comes in at its time. */
  at(when: Instant, task: Task): void {
    if (this.#waiting) this.#now = Math.max(this.#now, Math.min(this.#waiting.pace.allowed(), this.#waiting.until));
    this.#due.push({ at: Math.max(when, this.#now), turn: this.#turns, task });
    this.#turns += 1;
    this.#waiting?.pace.hurry();
  }

  after(delayMs: number, task: Task): void {
    this.at(this.now() + delayMs, task);
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.after(delayMs, resolve));
  }

  /** Does what takes the real clock's time, such as a call over a socket. Virtual time pauses until it is done. */
  async outside<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const running = work();
    this.#outside.add(running);
    try {
      return await running;
    } finally {
      this.#outside.delete(running);
    }
  }

  /** Runs what is due up to and at `until`, which is the time then. Rejects with the first error that a task let through. */
  async run(until: Instant, { speed, signal }: RunOptions = {}): Promise<void> {
    const pace = speed === undefined ? undefined : paced(this.#now, speed);
    while (!signal?.aborted) {
      const next = this.#due.peek();
      const at = Math.min(next?.at ?? until, until);
      if (pace && pace.allowed() < at) {
        this.#waiting = { pace, until: at };
        await pace.until(at, signal);
        this.#waiting = undefined;
        continue;
      }
      if (!next || next.at > until) {
        if (Number.isFinite(until)) this.#now = Math.max(this.#now, until);
        return;
      }
      this.#due.pop();
      this.#now = next.at;
      this.#begin(next.task);
      if (this.#open > 0) await drained();
      while (this.#outside.size > 0) {
        await Promise.allSettled(this.#outside);
        await drained();
      }
      if (this.#failure) throw this.#failure.error;
    }
  }

  #begin(task: Task): void {
    const running = task();
    if (!running) return;
    this.#open += 1;
    running
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#open -= 1;
      });
  }
}

/** Drains after which the event loop has a turn, so that signals and requests from outside are heard. */
const DRAINS_PER_TURN = 256;
let drains = 0;

/** Every promise that can go on without the scheduler goes on before a tick that is asked for by one of them: Node empties the
 *  queue of promises before it looks at that of ticks again. Twice, for the ticks that those promises asked for. A whole turn of
 *  the event loop would do as well, and costs ten times as much. */
const drained = (): Promise<void> => {
  drains += 1;
  if (drains % DRAINS_PER_TURN === 0) return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => process.nextTick(() => process.nextTick(resolve)));
};
