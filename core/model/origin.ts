import type { Reason } from "./reason.ts";
import type { Instant } from "./time.ts";

/** How a wish came to be what it is; no part of what is wished. */
export interface Origin {
  readonly changedAt: Instant;
  /** The request that made it so: `apply:<request's id, where there is one, else the caller>`, or `drain:` and the same. */
  readonly cause: string;
  readonly reasons: readonly Reason[];
}

/** Who wishes: the caller, and the request, where it has an id. */
export interface Applicant {
  readonly caller: string;
  readonly request?: string;
}

/** What a wish says of its origin, and what names one wish among its versions: nothing that one could wish otherwise. */
export const BOOKKEEPING: readonly string[] = ["version", "changedAt", "cause", "reasons"] satisfies readonly (
  | keyof Origin
  | "version"
)[];
