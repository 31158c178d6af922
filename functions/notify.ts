import { tell } from "../core/flows/tell.ts";
import type { Ports } from "../core/ports/ports.ts";
import type { Written } from "../core/ports/store.ts";
import { onStream } from "./shared/on-stream.ts";

/** A record was written: the write is the outbox.
 *  In:    the table's stream, images before and after
 *  Out:   a notice to SNS and the greenroom bus, the state's deadline armed, a plan asked for.
 *  Twice: the notice has the same id, the timer is late the second time, the request makes one plan.
 *  Late:  order per item holds; the archive keeps what subscribers missed. */
export const handle = (ports: Ports) => async (written: Written) => {
  const kind = await tell(ports, written);
  ports.counters.count("handled", { function: "notify", outcome: kind });
  return kind;
};
export const handler = onStream(handle);
