import type { Action } from "../../model/action.ts";
import { RETRIES, retryDelayMs } from "../../model/retries.ts";
import { PortError } from "../../ports/errors.ts";
import type { Ports } from "../../ports/ports.ts";

/** Does what starts a leased instance. What stops it now and may pass (a throttle, a call that was cut) is left to the queue, which asks again
 *  when the error says; the answer is then `otherwise`. Throws what will never pass. */
export async function orStartLater<Answer>(
  ports: Pick<Ports, "actions">,
  actions: readonly Action[],
  work: () => Promise<Answer>,
  otherwise: Answer,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PortError) || error.fate === "terminal") throw error;
    const key = actions.map(({ cause }) => cause).join();
    const failed = { receives: 1, key, retryAfterMs: error.retryAfterMs };
    await ports.actions.enqueue(actions, { delayMs: retryDelayMs(RETRIES.actions, failed) });
    return otherwise;
  }
}
