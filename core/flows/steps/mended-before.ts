import type { Instance } from "../../model/instance.ts";
import type { Sweep } from "../../model/sweep.ts";
import type { Ports } from "../../ports/ports.ts";
import type { SweepFinding } from "../../reconcile/findings.ts";
import { causeOf, mendedBy } from "../../reconcile/mended.ts";

/** What a try of the present step that was cut before it was saved found out about a record; undefined: it changed nothing, or
 *  somebody changed the record since. */
export async function mendedBefore(
  { instances }: Pick<Ports, "instances">,
  sweep: Sweep,
  { id, last, observed }: Instance,
): Promise<readonly SweepFinding[] | undefined> {
  const cause = causeOf(sweep);
  return last.cause === cause ? mendedBy(cause, await instances.history(id), observed.state) : undefined;
}
