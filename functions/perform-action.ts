import { performAction as perform } from "../core/flows/perform-action.ts";
import { type PerformAction, performAction } from "../events/commands/perform-action.v1.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** One effect on EC2.
 *  In:    greenroom "Perform Action" v1, from the actions queue
 *  Out:   one call to EC2 (a fitted start: one more per attribute), new records after a launch.
 *  Twice: a launch by its token answers the same instances; anything else is fenced by the state entry it was asked for.
 *  Late:  the record has moved on: dropped, counted. */
export const handle: Handle<PerformAction> =
  (ports) =>
  async ({ detail }) => ({ kind: await perform(ports, detail.action) });
export const performActionRoute = route("perform-action", performAction, handle);
export const handler = onQueue(performActionRoute, await wiredBy(() => import("./shared/wire/with-ec2.ts")));
