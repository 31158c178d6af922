/** A message that failed and is still hidden, and how long it is to stay so from now on, ms. */
export interface Hidden {
  /** What names it while it is hidden, as its receive said. */
  readonly handle: string;
  readonly delayMs: number;
}

/** When messages that failed come again. Without it they stay hidden until their queue's visibility timeout ends. */
export interface Redelivery {
  /** Sets when each comes again to the function that it was for. Answers how many could not be set (their handle is over): those come
   *  by their queue's own timeout. Twice is safe: the last counts. Fates: retryable, retry-after; never: the function has no queue. */
  delay(queue: string, messages: readonly Hidden[]): Promise<number>;
}
