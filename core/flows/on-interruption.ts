import type { Heard } from "../../events/contract.ts";
import type { Ports } from "../ports/ports.ts";
import { type Moved, move } from "./steps/move.ts";

/** AWS announces that it takes an instance away, or may soon. An instance that is not in use leaves the pool; for one that
 *  is, its claimant is notified. */
export const onInterruption = (
  ports: Pick<Ports, "clock" | "instances" | "claims" | "records" | "actions">,
  { id, detail }: Heard<{ "instance-id": string }>,
  notice: string,
): Promise<Moved> =>
  move(ports, detail["instance-id"], () => ({
    name: "interrupted",
    notice,
    at: ports.clock.now(),
    cause: `event:${id}`,
  }));
