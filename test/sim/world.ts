import { LISTING_LAG_MS } from "../../core/model/limits.ts";
import { isComplete, type Sweep } from "../../core/model/sweep.ts";
import { HOUR_MS, MINUTE_MS } from "../../core/model/time.ts";
import { poolFile } from "../../events/requests/pool-file.v1.ts";
import { put } from "../../local/client.ts";
import { type LocalCloud, localCloud } from "../../local/cloud.ts";
import { DEMO_POOLS } from "../../local/demo-pools.ts";
import { type Random, streams } from "../../local/random.ts";
import type { Through } from "../../local/seam.ts";
import { isOver } from "../../local/world/machine.ts";
import { EPOCH } from "../builders.ts";
import { deceitOf, liesOf } from "./deceits.ts";
import { tokenByHand, type Watch, watch } from "./watch.ts";

const TARGET = { running: 1, stopped: 5 };
const POOLS = poolFile.parse({
  version: 1,
  templates: DEMO_POOLS.templates.filter(({ name }) => name === "linux-ci"),
  pools: DEMO_POOLS.pools.filter(({ id }) => id === "linux-ci").map((pool) => ({ ...pool, target: TARGET })),
});

/** A little longer than the visibility window, so that two complete sweeps prove what there is to prove. */
const SWEEP_EVERY_MS = 12 * MINUTE_MS;
const FILLED_AT = EPOCH + 10 * MINUTE_MS;
const LIES_END_AT = EPOCH + 75 * MINUTE_MS;
/** Two sweeps begin within this after the lies' end, and end soon. */
const CONVERGED_MAX_MS = HOUR_MS;
const DEEDS = 8;

/** What a test changes about a world. */
export interface Changes {
  /** Stands between the plane and its ports, to break something on purpose. */
  readonly planted?: Through;
  readonly sweepEveryMs?: number;
}

export interface Played {
  readonly seed: number;
  readonly deceit: string;
  /** Broken sentences, each with what was seen. */
  readonly broken: readonly string[];
  /** Everything that sweeps found, by kind. */
  readonly findings: Readonly<Record<string, number>>;
}

/** Plays one world: a pool fills, events are lost, somebody terminates, starts, stops and launches behind our back while the
 *  listing lies; then it tells the truth. */
export async function playWorld(
  seed: number,
  { planted, sweepEveryMs = SWEEP_EVERY_MS }: Changes = {},
): Promise<Played> {
  const random = streams(seed)("sim");
  const watching: Watch = watch(
    () => cloud.world,
    () => cloud.clock.now(),
    TARGET.running + TARGET.stopped,
  );
  const cloud: LocalCloud = localCloud({
    seed,
    start: EPOCH,
    lose: random.between(0.2, 0.7),
    lies: liesOf(seed, LIES_END_AT),
    sweepEveryMs,
    faults: (call, work) => {
      const seen = () => watching.through(call, work);
      return planted ? planted(call, seen) : seen();
    },
  });
  cloud.watch(watching.see);
  cloud.scheduler.after(0, async () => void (await cloud.api.fetch(put("/pools", POOLS))));
  for (let deed = 0; deed < DEEDS; deed += 1)
    cloud.scheduler.at(random.between(FILLED_AT, LIES_END_AT), () => behindOurBack(cloud, random));
  await cloud.run(LIES_END_AT);

  const sweeps = await truthful(cloud, watching);
  const second = sweeps[1];
  const ending = second ? apart(cloud, watching, second) : ["two complete sweeps end: they did not"];
  return {
    seed,
    deceit: deceitOf(seed),
    broken: [...watching.broken, ...ending],
    findings: total(watching),
  };
}

/** Somebody with a console does something to one of our machines. */
async function behindOurBack({ world }: LocalCloud, random: Random): Promise<void> {
  const living = [...world.machines.values()].filter((machine) => !isOver(machine));
  const machine = living[Math.floor(random.between(0, living.length))];
  if (!machine) return;
  const { power, launcher } = world.ports;
  const deed = random.unit();
  if (deed < 0.5) await power.terminate(machine.id, { spot: false });
  else if (deed < 0.65 && machine.state === "stopped") await power.start(machine.id);
  else if (deed < 0.8 && machine.state === "running") await power.stop(machine.id, { hibernate: false });
  else {
    const { intent, template, tags } = machine;
    await launcher.launch({ intent: { ...intent, token: tokenByHand(intent), count: 1 }, template, tags });
  }
}

/** Lets time pass until two complete sweeps are over that began in truthful times; the oldest first. */
async function truthful(cloud: LocalCloud, { sweeps }: Watch): Promise<readonly Sweep[]> {
  const last = LIES_END_AT + CONVERGED_MAX_MS;
  while (cloud.clock.now() < last) {
    await cloud.run(cloud.clock.now() + MINUTE_MS);
    const since = LIES_END_AT + LISTING_LAG_MS;
    const ended = [...sweeps.values()].filter(
      (sweep) => sweep.startedAt >= since && sweep.finishedAt !== undefined && isComplete(sweep),
    );
    if (ended.length >= 2) return ended;
  }
  return [];
}

/** Where the records differ from what EC2 had made of its machines well before the sweep. */
function apart({ world }: LocalCloud, { records }: Watch, { startedAt }: Sweep): readonly string[] {
  const settledAt = startedAt - LISTING_LAG_MS;
  return [...world.machines.values()].flatMap((machine) => {
    const record = records.get(machine.id);
    // Launched and ended behind our back before any sweep read it to its end: there is nothing to account for.
    if (!record && isOver(machine)) return [];
    if (machine.since >= settledAt || (record && record.last.at >= settledAt && record.last.at < startedAt)) return [];
    const ec2 = isOver(machine) ? "gone" : machine.state;
    const ours =
      record?.state === "gone" ? "gone" : `${record?.observed.state}${record?.suspectSince ? ", suspect" : ""}`;
    const isMoved = record && record.last.at > startedAt && (ec2 === "gone") === (ours === "gone");
    return ec2 === ours || isMoved ? [] : [`records converge: ${machine.id} is ${ec2}, and on record ${ours}`];
  });
}

function total({ sweeps }: Watch): Played["findings"] {
  const sums: Record<string, number> = {};
  for (const { findings, shards } of sweeps.values()) {
    const { missed, leaks, lateMsMax: _, ...counts } = findings;
    const all = {
      ...counts,
      ...missed,
      leaks: leaks.length,
      "zones failed": shards.filter(({ state }) => state === "failed").length,
    };
    for (const [kind, count] of Object.entries(all)) sums[kind] = (sums[kind] ?? 0) + count;
  }
  return sums;
}
