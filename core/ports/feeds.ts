import type { Depth, RuleFound } from "../model/feed.ts";

/** What feeds the functions, as it is now. Only who checks the plane asks. Fates: retryable, retry-after. */
export interface Feeds {
  /** Every rule that the plane should have, one that is not there included. */
  rules(): Promise<readonly RuleFound[]>;
  /** By function; every queue is named. */
  depths(): Promise<Readonly<Record<string, Depth>>>;
}
