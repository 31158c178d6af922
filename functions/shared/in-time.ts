import type { Context } from "aws-lambda";
import { ANSWER_MARGIN_MS } from "../../core/model/invocation-limits.ts";
import { PortError } from "../../core/ports/errors.ts";

/** Work of an invocation, or the error that it was not done in time: ANSWER_MARGIN_MS before Lambda ends the invocation, so that there is
 *  time to answer for the rest. What has no time left is not begun. */
export async function inTime<Answer>(
  context: Pick<Context, "getRemainingTimeInMillis">,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const leftMs = context.getRemainingTimeInMillis() - ANSWER_MARGIN_MS;
  if (leftMs <= 0) throw outOfTime();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(outOfTime()), leftMs);
  try {
    return await Promise.race([work(), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

const outOfTime = (): PortError => new PortError("retryable", "OutOfTime", "not done before the invocation ends");
