import type { Instant } from "../model/time.ts";
import type { Failure } from "./failures.ts";

/** A message that was given up, as it lies in a dead-letter queue. */
export interface DeadLetter {
  readonly id: string;
  /** What names it while it is held. */
  readonly handle: string;
  readonly text: string;
  /** When it was last sent to the function's queue, or given up. */
  readonly sentAt: Instant;
  /** What its attributes tell of why, by their names: EventBridge's (`ERROR_CODE`, `RULE_ARN`, …) and ours. */
  readonly why: Readonly<Record<string, string>>;
}

/** Dead-letter queues, each by the name of the function that its messages are for. Another name is a fault of the caller's.
 *  Fates: retryable, retry-after. */
export interface DeadLetters {
  /** Lays down what can never be done as it stands, with why, so that nobody tries it again in vain. `id` is the message's; the same
   *  again is another letter. `none`: the function has no such queue, and SQS's own way there must do. */
  deadLetter(
    queue: string,
    letter: Pick<DeadLetter, "id" | "text"> & Pick<Failure, "error">,
  ): Promise<"dead-lettered" | "none">;
  /** About how many lie in each, those that are held left out. Every queue is named. */
  counts(): Promise<Readonly<Record<string, number>>>;
  /** Up to `limit` letters (at most MESSAGE_BATCH_MAX), in no order, held from everybody else for LETTER_HOLD_MS. None: all that lie there
   *  are held, or there are none. */
  take(queue: string, limit: number): Promise<readonly DeadLetter[]>;
  /** Lets go of a letter that was taken. Twice is safe. */
  putBack(queue: string, letter: DeadLetter): Promise<void>;
  /** Sends a letter that was taken to its function again, and only then deletes it: a crash in between makes a double, which every
   *  function bears. */
  sendBack(queue: string, letter: DeadLetter): Promise<void>;
}
