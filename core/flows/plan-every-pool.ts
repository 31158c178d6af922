import type { Ports } from "../ports/ports.ts";

/** Asks for a plan of every pool. */
export async function planEveryPool(
  ports: Pick<Ports, "pools" | "planRequests">,
): Promise<{ readonly kind: "requested" }> {
  for (const { id } of await ports.pools.list()) await ports.planRequests.request(id);
  return { kind: "requested" };
}
