import { AWS_ANSWER_MS, AWS_CONNECT_MS, AWS_TRIES_MAX } from "./limits.ts";
import { SECOND_MS } from "./time.ts";

/** How long the client waits between two tries of one call, at most: the SDK takes twice its base for throttled calls, 500 ms.
 *  Source: AWS SDK for JavaScript v3, @smithy/core, THROTTLING_RETRY_DELAY_BASE. */
export const AWS_BACKOFF_MAX_MS = SECOND_MS;
/** How long one AWS call may take, its further tries included. */
export const AWS_CALL_MAX_MS =
  AWS_TRIES_MAX * (AWS_CONNECT_MS + AWS_ANSWER_MS) + (AWS_TRIES_MAX - 1) * AWS_BACKOFF_MAX_MS;
/** What an invocation keeps of its time to answer for a batch whose records are not all done. */
export const ANSWER_MARGIN_MS = 5 * SECOND_MS;
/** Records of the stream that are published, and answered for, at a time: what hangs behind them does not bring them back. */
export const STREAM_PART_MAX = 25;
