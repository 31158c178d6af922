import type { Instance } from "../../model/instance.ts";
import { OVERDUE_MS } from "../../model/limits.ts";
import type { Ports } from "../../ports/ports.ts";

export type RearmPorts = Pick<Ports, "clock" | "counters" | "timers">;

/** Arms a deadline again that should have acted long ago: its message was lost, given up, or cut out of a chain of messages. A double finds
 *  the state entry over. The deadline itself looks before it acts, so nothing is decided here. */
export async function rearmOverdue(ports: RearmPorts, record: Instance): Promise<void> {
  const { id: instance, entry, askedAgain, wakeAt, pool } = record;
  if (wakeAt === undefined || ports.clock.now() - wakeAt < OVERDUE_MS) return;
  ports.counters.count("deadline-overdue", { pool });
  await ports.timers.arm({ instance, entry, askedAgain, wakeAt });
}
