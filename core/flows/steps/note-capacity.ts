import { hit, passed, placeOf, type Refused, type Wall, wallKey } from "../../model/capacity.ts";
import type { Instance } from "../../model/instance.ts";
import type { Instant } from "../../model/time.ts";
import type { Ports } from "../../ports/ports.ts";

type CapacityPort = Pick<Ports, "capacity">;

/** Where an instance asks for capacity when it is handed over. */
export const startPlaceOf = ({ az, type, market, lease }: Pick<Instance, "az" | "type" | "market" | "lease">): string =>
  placeOf(az, lease?.fit.type ?? type, market);

/** Remembers a refusal. One that crossed with somebody else's is the same refusal, and counted once. */
export async function noteRefusal({ capacity }: CapacityPort, refused: Refused, at: Instant): Promise<void> {
  const walls = await capacity.recall(refused.region);
  const wall = hit(
    walls.find((each) => wallKey(each) === wallKey(refused)),
    refused,
    at,
  );
  if (wall) await capacity.save(wall);
}

/** Forgets what stood in the way of what has just worked. `walls`: those of the region, if somebody has read them lately. */
export async function notePass(
  { capacity }: CapacityPort,
  { region, place, pool }: Pick<Wall, "region" | "place" | "pool">,
  at: Instant,
  walls?: readonly Wall[],
): Promise<void> {
  const known = walls ?? (await capacity.recall(region));
  const here = known.filter((wall) => wall.place === place && (wall.pool === undefined || wall.pool === pool));
  for (const wall of here) {
    const after = passed(wall, at);
    if (after) await capacity.save(after);
  }
}
