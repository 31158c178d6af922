import { ACCEPTED_BUGS } from "./in-accepted.ts";
import { BELIEF } from "./in-belief.ts";
import { LIFECYCLE } from "./in-lifecycle.ts";
import { PERSISTENT_BUGS } from "./in-persistent.ts";
import { PLANS } from "./in-plans.ts";
import type { PlantedBug } from "./planted-bug.ts";

/** Every bug that the simulator is to find. */
export const PLANTED: readonly PlantedBug[] = [...LIFECYCLE, ...PLANS, ...BELIEF, ...PERSISTENT_BUGS, ...ACCEPTED_BUGS];
