import { type Reason, reason } from "../model/reason.ts";

/** As many as one plan does of a resource, and the reason when there are more. */
export const bounded = <T>(all: readonly T[], bound: number): { first: readonly T[]; reasons: readonly Reason[] } => ({
  first: all.slice(0, bound),
  reasons: all.length > bound ? [reason("plan-bound", { bound })] : [],
});
