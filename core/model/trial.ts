import type { PoolId } from "./ids.ts";
import type { Instant } from "./time.ts";

/** What EC2 said to one call that it was asked to check and not to make. */
export interface Tried {
  /** As IAM names it, such as `ec2:RunInstances`. */
  readonly action: string;
  /** refused: it would be, by `code` · unanswered: it was not checked, or nothing can be said. */
  readonly outcome: "allowed" | "refused" | "unanswered";
  readonly code?: string;
}

/** The functions that act on EC2 for pools, and how many kinds of call each is tried with: the API starts what it hands over itself. */
export const TRIED_BY = { api: 3, "perform-action": 6 } as const;
export type TriedBy = keyof typeof TRIED_BY;

/** The calls that a pool takes, as one function was told that it may make them, or not. */
export interface Trial {
  readonly pool: PoolId;
  /** The function whose role it was. */
  readonly by: TriedBy;
  readonly at: Instant;
  readonly tried: readonly Tried[];
}
