import { type Action, actionId } from "../../core/model/action.ts";
import { type PoolId, planRequestId, sweepRequestId, wakeId } from "../../core/model/ids.ts";
import type { SweepId } from "../../core/model/sweep.ts";
import { type Instant, iso } from "../../core/model/time.ts";
import type { Timer } from "../../core/ports/messages.ts";
import { performActionCommand } from "../../events/commands/perform-action.v1.ts";
import { planPoolCommand } from "../../events/commands/plan-pool.v1.ts";
import { sweepOn } from "../../events/commands/sweep.v1.ts";
import { wake } from "../../events/commands/wake.v1.ts";
import { write } from "../../events/contract.ts";

/** The text of the messages that our functions send each other: this file alone defines it, whatever transport carries them. Every text
 *  keeps its contract in `events/`, and its id is derived, so that what is sent twice is the same message twice. `at` is when it is
 *  sent. */

export const actionText = (action: Action, at: Instant): string =>
  write(performActionCommand, { version: 1, action }, { id: actionId(action), at });

export const planText = (pool: PoolId, at: Instant): string =>
  write(planPoolCommand, { version: 1, pool }, { id: planRequestId(pool, at), at });

/** The id names the state entry and the times it asked again, so that a deadline armed twice has one id. */
export const timerText = ({ instance, entry, askedAgain, wakeAt }: Timer, at: Instant): string =>
  write(
    wake,
    { version: 1, instance, entry, askedAgain, wakeAt: iso(wakeAt) },
    { id: wakeId(instance, entry, askedAgain), at },
  );

/** Sent again for each step of a sweep: the id is the sweep's and the second's. */
export const sweepText = (sweep: SweepId, at: Instant): string =>
  write(sweepOn, { version: 1, sweep }, { id: sweepRequestId(sweep, at), at });
