import { type PoolFile, poolFile } from "../../events/requests/pool-file.v1.ts";
import { claimants } from "../../local/claimants.ts";
import type { LocalCloud } from "../../local/cloud.ts";
import { DEMO_POOLS } from "../../local/demo-pools.ts";
import { streams } from "../../local/random.ts";
import { aTarget } from "../builders.ts";

const POOL = "linux-ci";
const CLAIMS = 10;

/** Who is in a world: its pool, and the claims that come to it. */
export interface Cast {
  readonly target: PoolFile["pools"][number]["target"];
  readonly orphans: "adopt" | "retire";
  readonly claims: number;
  readonly pools: PoolFile;
}

/** Which cast a seed has. What is claimed ends with its claim and is launched for none, so that no more than the target may ever
 *  stand unclaimed, however they come and go. */
export function castOf(seed: number): Cast {
  const random = streams(seed)("cast");
  const target = aTarget({ running: 1, stopped: 5 });
  const orphans = random.chance(0.5) ? "adopt" : "retire";
  const claims = random.chance(0.5) ? CLAIMS : 0;
  const { templates, pools } = DEMO_POOLS;
  const pool = pools.find(({ id }) => id === POOL)!;
  return {
    target,
    orphans,
    claims,
    pools: poolFile.parse({
      version: 1,
      templates: templates.filter(({ name }) => name === pool.template),
      pools: [{ ...pool, target, orphans, fallback: "queue", onRelease: "retire" }],
    }),
  };
}

/** Sends the claims at moments between the two. */
export function invite(cloud: LocalCloud, { claims }: Cast, from: number, to: number): void {
  const crowd = claimants(cloud, [{ pool: POOL, types: [] }]);
  const random = cloud.streams("claims");
  for (let claim = 0; claim < claims; claim += 1) cloud.scheduler.at(random.between(from, to), () => crowd.arrive(1));
}
