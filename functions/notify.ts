import { type Arrived, type Told, tell } from "../core/flows/tell.ts";
import type { Ports } from "../core/ports/ports.ts";
import { onStream } from "./shared/on-stream.ts";
import { wiredBy } from "./shared/ports.ts";

/** Records were written: the write is the outbox.
 *  In:    a batch of the table's stream, images before and after
 *  Out:   notices to SNS and the greenroom bus, the states' deadlines armed, plans asked for; what can never be told, to the
 *         failure queue; what waiting and launches took, to the pools' tallies. The answer names the first record that is not done.
 *  Twice: the notice has the same id, the timer is late the second time, the request makes one plan; what is booked for
 *         the hit ledger counts twice.
 *  Late:  order per item holds; the archive keeps what subscribers missed. */
export const handle =
  (ports: Ports) =>
  async (records: readonly Arrived[]): Promise<Told> => {
    const told = await tell(ports, records);
    const count = (outcome: "told" | "failed"): void => {
      for (let each = 0; each < told[outcome]; each += 1)
        ports.counters.count("handled", { function: "notify", outcome });
    };
    count("told");
    count("failed");
    return told;
  };
export const handler = onStream(handle, await wiredBy(() => import("./shared/wire/with-outlets.ts")));
