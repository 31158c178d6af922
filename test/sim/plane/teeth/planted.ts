import { BELIEF } from "./in-belief.ts";
import { LIFECYCLE } from "./in-lifecycle.ts";
import { PERSISTENT_BUGS } from "./in-persistent.ts";
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
  /** The first of the seeds whose worlds have what it breaks; left out: 1. */
  readonly from?: number;
}

/** Every bug that the simulator is to find. */
export const PLANTED: readonly Planted[] = [...LIFECYCLE, ...PLANS, ...BELIEF, ...PERSISTENT_BUGS];
