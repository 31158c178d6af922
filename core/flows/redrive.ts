import { LETTERS_SHOWN_MAX, MESSAGE_BATCH_MAX } from "../model/limits.ts";
import type { Instant } from "../model/time.ts";
import type { DeadLetter } from "../ports/dead-letters.ts";
import type { Ports } from "../ports/ports.ts";

type RedrivePorts = Pick<Ports, "deadLetters">;

/** Sends back what a function's dead-letter queue holds, at most `limit` letters and one batch in a call, and no letter sent to it
 *  at `before` or later: such a one was sent back already, and failed again. Those stay held for a while, so that the next call
 *  meets others. `sent` 0: nothing is left that could be. */
export async function redrive(
  { deadLetters }: RedrivePorts,
  queue: string,
  { before, limit }: { readonly before: Instant; readonly limit: number },
): Promise<{ readonly sent: number; readonly failedAgain: readonly string[] }> {
  const letters = await deadLetters.take(queue, Math.min(limit, MESSAGE_BATCH_MAX));
  const due = letters.filter(({ sentAt }) => sentAt < before);
  for (const letter of due) await deadLetters.sendBack(queue, letter);
  const failedAgain = letters.filter(({ sentAt }) => sentAt >= before).map(({ id }) => id);
  return { sent: due.length, failedAgain };
}

/** What a dead-letter queue holds, up to `limit` letters, left where they are. */
export async function deadLettersOf(
  { deadLetters }: RedrivePorts,
  queue: string,
  limit: number,
): Promise<readonly DeadLetter[]> {
  const most = Math.min(limit, LETTERS_SHOWN_MAX);
  const held: DeadLetter[] = [];
  try {
    while (held.length < most) {
      const more = await deadLetters.take(queue, Math.min(most - held.length, MESSAGE_BATCH_MAX));
      if (more.length === 0) break;
      held.push(...more);
    }
  } finally {
    for (const letter of held) await deadLetters.putBack(queue, letter);
  }
  return held;
}
