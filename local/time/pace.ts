import type { Instant } from "../../core/model/time.ts";

/** Holds virtual time back to `speed` times the real clock's. */
export interface Pace {
  /** The virtual time that the real clock allows by now. */
  allowed(): Instant;
  /** Waits until `at` is allowed, or `hurry` is called, or `signal` aborts. */
  until(at: Instant, signal?: AbortSignal): Promise<void>;
  /** Something earlier came up: look again. */
  hurry(): void;
}

/** Node's timers take no longer delay than this. */
const TIMER_MAX_MS = 2 ** 31 - 1;

export function paced(from: Instant, speed: number): Pace {
  const begun = performance.now();
  const allowed = (): Instant => Math.floor(from + (performance.now() - begun) * speed);
  let hurry = (): void => {};
  return {
    allowed,
    hurry: () => hurry(),
    until: (at, signal) =>
      new Promise((resolve) => {
        const wait = Math.min(TIMER_MAX_MS, Math.ceil((at - allowed()) / speed));
        const timer = setTimeout(done, Math.max(0, wait));
        signal?.addEventListener("abort", done, { once: true });
        hurry = done;
        function done(): void {
          clearTimeout(timer);
          signal?.removeEventListener("abort", done);
          hurry = () => {};
          resolve();
        }
      }),
  };
}
