import { type Arrived, type Published, publishChanges } from "../core/flows/publish-changes.ts";
import type { Needs } from "../core/ports/ports.ts";
import { notifyFunction } from "./manifest.ts";
import { onStream } from "./shared/on-stream.ts";
import { wiredBy } from "./shared/ports.ts";

/** Records were written: the write is the outbox.
 *  In:    a batch of the table's stream, images before and after
 *  Out:   notices to SNS and the greenroom bus, the states' deadlines armed, plans asked for; what can never be published, to the
 *         failure queue; what waiting and launches took, to the pools' tallies. The answer names the first record that is not done.
 *  Twice: the notice has the same id, the timer is late the second time, the request makes one plan; what is booked for
 *         the hit ledger counts twice.
 *  Late:  order per item holds; the archive keeps what subscribers missed. */
export const handle =
  (ports: Needs<typeof publishChanges>) =>
  async (records: readonly Arrived[]): Promise<Published> => {
    const published = await publishChanges(ports, records);
    const count = (outcome: "published" | "failed"): void => {
      for (let each = 0; each < published[outcome]; each += 1)
        ports.counters.count("handled", { function: notifyFunction.name, outcome });
    };
    count("published");
    count("failed");
    return published;
  };
export const handler = onStream(
  notifyFunction,
  handle,
  await wiredBy(async () => (await import("./shared/wire/outlets.ts")).wiredToOutlets()),
);
