import type { Action } from "../../model/action.ts";
import { launchToken } from "../../model/ids.ts";
import { mainTier, type Pool } from "../../model/pool.ts";
import { launchTags } from "../../model/tags.ts";
import { type Template, zonesIn } from "../../model/template.ts";
import type { Tried } from "../../model/trial.ts";
import type { Ports } from "../../ports/ports.ts";

type TrialPorts = Pick<Ports, "clock" | "pools" | "templates" | "instances" | "dryRuns" | "trials">;

/** Has EC2 check, without doing any of it, the calls that a pool takes of the function that performs actions, and keeps what it said. */
export async function tryPermissions(
  ports: TrialPorts,
  { pool: id, instance: on }: Extract<Action, { do: "dry-run" }>,
): Promise<"asked" | "dropped"> {
  const pool = await ports.pools.find(id);
  const template = pool && (await ports.templates.find(pool.template.name, pool.template.version));
  if (!pool || !template) return "dropped";
  const at = ports.clock.now();
  const tried: Tried[] = [await ports.dryRuns.launch(launchOf(pool, template, at))];
  const instance = on === undefined ? undefined : await ports.instances.find(on);
  if (instance) {
    tried.push(...(await ports.dryRuns.handOver(instance.id, { type: instance.type })));
    tried.push(...(await ports.dryRuns.end(instance.id)));
  }
  await ports.trials.keep({ pool: id, by: "perform-action", at, tried });
  return "asked";
}

/** A launch as a plan would ask for it. No plan has the epoch 0, so that its token is no other launch's. */
const launchOf = (pool: Pool, template: Template, at: number) => ({
  intent: {
    token: launchToken(pool.id, 0, 0),
    pool: pool.id,
    epoch: 0,
    tier: mainTier(pool),
    az: zonesIn(template, pool.region)[0] ?? "",
    type: template.types[0] ?? "",
    imageId: template.images[pool.region] ?? "",
    template: { name: template.name, version: template.version },
    count: 1,
    at,
  },
  template,
  tags: launchTags(pool, template),
});
