import { LISTING_LAG_MS } from "../../core/model/limits.ts";
import { isComplete, type Sweep } from "../../core/model/sweep.ts";
import { HOUR_MS, MINUTE_MS } from "../../core/model/time.ts";
import { put } from "../../local/client.ts";
import { type LocalCloud, localCloud } from "../../local/cloud.ts";
import { invariants } from "../../local/invariants.ts";
import { type Random, streams } from "../../local/random.ts";
import { answersKept } from "../../local/rules/answers-kept.ts";
import { claimsEnd } from "../../local/rules/claims-end.ts";
import { oneHolder } from "../../local/rules/one-holder.ts";
import { truthOf } from "../../local/rules/rule.ts";
import type { Through } from "../../local/seam.ts";
import { isEndedMachine } from "../../local/world/machine.ts";
import { EPOCH } from "../builders.ts";
import { castOf, invite } from "./cast.ts";
import { deceitOf, liesOf } from "./deceits.ts";
import { tokenByHand, type Watch, watch } from "./watch.ts";

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
  /** What the pool does with an instance that nobody recorded, and how many claims came. */
  readonly orphans: "adopt" | "retire";
  readonly claims: number;
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
  const cast = castOf(seed);
  const watching: Watch = watch(
    () => cloud.world,
    () => cloud.clock.now(),
    cast.target.running + cast.target.stopped,
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
  const rules = invariants([oneHolder, answersKept, claimsEnd]);
  cloud.watch(rules.observe);
  cloud.scheduler.after(0, async () => void (await cloud.api.fetch(put("/pools", cast.pools))));
  for (let deed = 0; deed < DEEDS; deed += 1)
    cloud.scheduler.at(random.between(FILLED_AT, LIES_END_AT), () => behindOurBack(cloud, random));
  invite(cloud, cast, FILLED_AT, LIES_END_AT);
  await cloud.run(LIES_END_AT);

  const [first, second] = await truthful(cloud, watching);
  const ending =
    first && second ? await apart(cloud, watching, first, second) : ["two complete sweeps end: they did not"];
  return {
    seed,
    deceit: deceitOf(seed),
    orphans: cast.orphans,
    claims: cast.claims,
    broken: [...watching.broken, ...ending, ...rules.violations(truthOf(cloud.world, cloud.clock.now()))],
    findings: total(watching),
  };
}

/** Somebody with a console does something to one of our machines. */
async function behindOurBack({ world }: LocalCloud, random: Random): Promise<void> {
  const living = [...world.machines.values()].filter((machine) => !isEndedMachine(machine));
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

/** Where the records differ from what EC2 had made of its machines well before the second sweep; or before the first, where EC2
 *  shows nothing of a machine any more: that takes both. */
async function apart(cloud: LocalCloud, watching: Watch, first: Sweep, second: Sweep): Promise<readonly string[]> {
  const differing: string[] = [];
  for (const machine of cloud.world.machines.values()) {
    const record = watching.records.get(machine.id);
    // Launched and ended behind our back before any sweep read it to its end: there is nothing to account for.
    if (!record && isEndedMachine(machine)) continue;
    const isShown = (await cloud.world.ports.lookup.look(machine.id)) !== "unknown";
    const from = (isShown ? second : first).startedAt - LISTING_LAG_MS;
    const until = isShown ? second.startedAt : (first.finishedAt ?? first.startedAt);
    const isInFlux = watching.news.get(machine.id)?.some((at) => at >= from && at < until);
    if (machine.since >= from || isInFlux) continue;
    const ec2 = isEndedMachine(machine) ? "gone" : machine.state;
    const ours =
      record?.state === "gone" ? "gone" : `${record?.observed.state}${record?.suspectSince ? ", suspect" : ""}`;
    const isMoved = record && record.last.at > second.startedAt && (ec2 === "gone") === (ours === "gone");
    if (ec2 !== ours && !isMoved) differing.push(`records converge: ${machine.id} is ${ec2}, and on record ${ours}`);
  }
  return differing;
}

function total({ sweeps }: Watch): Played["findings"] {
  const sums: Record<string, number> = {};
  for (const { findings, shards } of sweeps.values()) {
    const { missed, leaks, lateMsMax: _, emitted: __, ...counts } = findings;
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
