/** Invocations that may run at once in an account. */
export interface Slots {
  /** False: none is left, and the invocation is throttled. */
  take(): boolean;
  give(): void;
}

export function slots(concurrency: number): Slots {
  let left = concurrency;
  return {
    take() {
      if (left < 1) return false;
      left -= 1;
      return true;
    },
    give() {
      left += 1;
    },
  };
}
