import { claimInstance } from "../core/flows/claim-instance.ts";
import { performAction as perform } from "../core/flows/perform-action.ts";
import { persistClaim } from "../core/flows/persist-claim.ts";
import type { PersistAction } from "../core/model/action.ts";
import type { Needs } from "../core/ports/ports.ts";
import type { PerformAction } from "../events/commands/perform-action.v1.ts";
import { performActionFunction } from "./manifest.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

type PerformPorts = Needs<typeof perform> & Needs<typeof persistClaim> & Needs<typeof claimInstance>;

/** One effect on EC2, or a look after one persistent claim.
 *  In:    greenroom "Perform Action" v1, from the actions queue
 *  Out:   one call to EC2 (a fitted start: one more per attribute), new records after a launch.
 *  Twice: a launch by its token answers the same instances; anything else is fenced by the state entry it was asked for.
 *         What a persistent claim needs is found anew, and its claims have ids of their own.
 *  Late:  the record has moved on: dropped, counted. */
export const handle: Handle<PerformAction, PerformPorts> =
  (ports) =>
  async ({ detail: { action } }) => ({
    kind: action.do === "persist" ? await keep(ports, action) : await perform(ports, action),
  });

/** The next claim of a persistent claim is served like any other. */
async function keep(ports: PerformPorts, action: PersistAction): Promise<string> {
  const kept = await persistClaim(ports, action);
  if (kept.kind !== "claim") return kept.kind;
  const { kind } = await claimInstance(
    ports,
    kept.request,
    kept.userData === undefined ? {} : { userData: kept.userData },
  );
  return kind === "answer" ? "claimed" : "refused";
}

export const handler = onQueue(
  route(performActionFunction, handle),
  await wiredBy(async () => (await import("./shared/wire/actions.ts")).wiredToAct()),
);
