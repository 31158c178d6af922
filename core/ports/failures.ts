import type { Instant } from "../model/time.ts";

/** What a function could not do and never will as it stands, with all that is needed to do it once its reason is mended. */
export interface Failure {
  /** The function that gave it up. */
  readonly function: string;
  /** Its place in the stream it came from; the same place is the same failure. */
  readonly sequence: string;
  /** When it was given up. */
  readonly at: Instant;
  readonly error: { readonly code: string; readonly message: string };
  /** As it came, as JSON has it. */
  readonly record: unknown;
}

/** Where failures wait for an engineer. At least once, in no order: twice is two messages with one id. What is larger than the
 *  destination takes is kept without its images, and says so: the keys in it still name the item. All are kept, or it throws and
 *  all may be given again. Fates: retryable, retry-after. */
export interface Failures {
  keep(failures: readonly Failure[]): Promise<void>;
}
