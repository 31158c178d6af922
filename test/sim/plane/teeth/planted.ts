import { BELIEF } from "./in-belief.ts";
import { LIFECYCLE } from "./in-lifecycle.ts";
import { PLANS } from "./in-plans.ts";

/** A bug as somebody might make it: one place of one file, changed. */
export interface Planted {
  /** What the broken plane does. */
  readonly sentence: string;
  readonly file: string;
  /** Stands in the file once. */
  readonly find: string;
  readonly replace: string;
  /** The profile of faults it shows under; left out: `storm`. */
  readonly faults?: string;
}

/** Every bug that the simulator is to find. */
export const PLANTED: readonly Planted[] = [...LIFECYCLE, ...PLANS, ...BELIEF];
