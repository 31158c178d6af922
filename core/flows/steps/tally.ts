import type { Instance } from "../../model/instance.ts";
import { dayOf } from "../../model/tally.ts";
import { PortError } from "../../ports/errors.ts";
import type { Ports } from "../../ports/ports.ts";
import { amountsOf, type Irregularity } from "../../reconcile/punctuality.ts";

export type TallyPorts = Pick<Ports, "clock" | "counters" | "tallies">;

/** Counts what was wrong with an event of an instance: as a metric, and in its region's day. Nothing is ever undone or done again
 *  for want of a figure: one that cannot be added is lost, and that is counted too. */
export async function tally(
  { clock, counters, tallies }: TallyPorts,
  { pool, region }: Pick<Instance, "pool" | "region">,
  irregularity: Irregularity,
): Promise<void> {
  const { kind, event } = irregularity;
  const dimensions = { pool, state: event.slice("ec2:".length) };
  counters.count(`event-${kind}`, dimensions);
  if (kind === "late") counters.time?.("event-late-by", irregularity.lateMs, dimensions);
  try {
    await tallies.add(region, { day: dayOf(clock.now()), amounts: amountsOf(irregularity) });
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    counters.count("tally-lost", { region });
  }
}
