import type { Ports } from "../ports/ports.ts";
import { forEvery } from "./steps/for-every.ts";

/** Asks for a plan of every pool. A request that fails keeps no other pool from its plan. */
export async function planEveryPool(
  ports: Pick<Ports, "pools" | "planRequests">,
): Promise<{ readonly kind: "requested" }> {
  await forEvery(await ports.pools.list(), ({ id }) => ports.planRequests.request(id));
  return { kind: "requested" };
}
