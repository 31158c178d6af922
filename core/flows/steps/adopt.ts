import { birth } from "../../lifecycle/birth.ts";
import type { PoolId } from "../../model/ids.ts";
import type { Instance } from "../../model/instance.ts";
import { mainTier } from "../../model/pool.ts";
import { reason } from "../../model/reason.ts";
import type { Sweep } from "../../model/sweep.ts";
import type { Ec2Instance } from "../../ports/ec2.ts";
import type { Ports } from "../../ports/ports.ts";
import { isEndedAtEc2, orphanFate } from "../../reconcile/compare.ts";
import type { SweepFinding } from "../../reconcile/findings.ts";
import { causeOf } from "../../reconcile/mended.ts";
import { decide } from "./decide.ts";
import { actionsFor, move } from "./move.ts";

export type AdoptPorts = Pick<
  Ports,
  "clock" | "pools" | "ledgers" | "templates" | "lookup" | "records" | "instances" | "claims" | "actions"
>;

/** Gives an instance with our tag that no record accounts for what its pool's policy says. The page may be stale, so a look-up
 *  by id decides; and one that is to go is never recorded as anything else, lest a crash keep it. */
export async function adopt(
  ports: AdoptPorts,
  sweep: Sweep,
  row: Ec2Instance,
  poolId: PoolId,
): Promise<readonly SweepFinding[]> {
  const pool = await ports.pools.find(poolId);
  const { intents } = await ports.ledgers.find(poolId);
  const fate = orphanFate(row, pool?.region === sweep.region ? pool : undefined, intents);
  if (fate === "wait") return [];
  const template = pool && (await ports.templates.find(pool.template.name, pool.template.version));
  if (fate === "leave" || !template) return [{ kind: "leak", id: row.id }];
  const seen = await ports.lookup.look(row.id);
  if (seen === "unknown" || isEndedAtEc2(seen)) return [];

  const stamp = { at: ports.clock.now(), cause: causeOf(sweep) };
  const origin = { name: "adopted", reasons: [reason("adopted")], tier: mainTier(pool), ...stamp };
  const born = birth(seen, { ...origin, token: seen.token ?? "", launchedAt: stamp.at }, pool, template);
  if (fate === "retire") return retire(ports, born, stamp);
  if ((await ports.records.commit({ instance: born })).kind === "conflict") return [];
  const { state, at: seenAt } = seen.observed;
  if (state !== "pending") await move(ports, row.id, () => ({ name: `ec2:${state}`, seenAt, ...stamp }));
  return [{ kind: "adopted" }];
}

async function retire(
  ports: AdoptPorts,
  born: Instance,
  stamp: { readonly at: number; readonly cause: string },
): Promise<readonly SweepFinding[]> {
  const outcome = decide(born, { name: "retire", reasons: [reason("adopted")], ...stamp });
  if (outcome.kind !== "moved") return [];
  const retired: Instance = { ...outcome.next, version: 1, last: { ...outcome.next.last, from: "none" } };
  if ((await ports.records.commit({ instance: retired })).kind === "conflict") return [];
  await ports.actions.enqueue(actionsFor(retired, outcome.effect));
  return [{ kind: "retired" }];
}
