import { SAVE_TRIES_MAX } from "../../model/limits.ts";
import { PortError } from "../../ports/errors.ts";

/** What a try answers when somebody else wrote first: nothing was saved, and the next try decides on what is there now. */
export const CONTENDED = Symbol("contended");

/** Tries until somebody's write is saved or nothing is to be saved. `what` names what is written, in the error. `triesMax`: SAVE_TRIES_MAX
 *  unless one try is a step of many. Throws `Contended`, retryable, when the last try lost too: the message comes back later. */
export async function whileContended<Answer>(
  what: string,
  attempt: (nth: number) => Promise<Answer | typeof CONTENDED>,
  triesMax: number = SAVE_TRIES_MAX,
): Promise<Answer> {
  for (let nth = 0; nth < triesMax; nth += 1) {
    const answer = await attempt(nth);
    if (answer !== CONTENDED) return answer;
  }
  throw new PortError("retryable", "Contended", `${what} was written by others ${triesMax} times in a row`);
}
