/** The three fates of an error. Expected outcomes are values; an error is what stopped a port from answering.
 *  - `terminal`: the same request will fail again; it goes to the dead-letter queue.
 *  - `retryable`: try again, soon. Unknown errors are this, and loud.
 *  - `retry-after`: try again, not before `retryAfterMs`. */
export type Fate = "terminal" | "retryable" | "retry-after";

/** What stopped a port from answering, with its fate. Carries the error it was made from as `cause`. */
export class PortError extends Error {
  readonly fate: Fate;
  /** The service's own code, e.g. `RequestLimitExceeded`. */
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(fate: Fate, code: string, message: string, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(`${code}: ${message}`, { cause: options.cause });
    this.name = "PortError";
    this.fate = fate;
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** How long an error says to wait, ms; undefined: it does not say. */
export const retryAfterMsOf = (error: unknown): number | undefined =>
  error instanceof PortError ? error.retryAfterMs : undefined;
