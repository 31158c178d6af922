import { HOUR_MS, type Instant, MINUTE_MS } from "../../../core/model/time.ts";
import { askUntilAnswered, put } from "../../../local/client.ts";
import { type LocalCloud, localCloud } from "../../../local/cloud.ts";
import type { Fact } from "../../../local/facts.ts";
import { RULES } from "../../../local/invariants.ts";
import type { Rule } from "../../../local/rules/rule.ts";
import { EPOCH } from "../../builders.ts";
import { castOf, isPatient } from "./cast.ts";
import { coverage } from "./coverage.ts";
import { deeds } from "./deeds.ts";
import { demand } from "./demand.ts";
import { faults } from "./faults.ts";
import { forecastsBefore, hasForecasts } from "./forecasts.ts";
import { OVERSTAYED, standing } from "./liveness.ts";
import { hasPersistentClaims, noPersistentClaims, persistentClaims } from "./persistent.ts";
import type { Fault, FaultKind } from "./schedule.ts";
import { endTroubles, troubles } from "./troubles.ts";
import { type Breach, watching } from "./watching.ts";

/** Once nothing goes wrong any more, every pool is what it is to be, and every claim over, within this. A launch nobody settled is
 *  forgotten after half an hour, what it made is found by the next sweep, and what then fails once more ends by its deadlines. */
export const SETTLED_MAX_MS = 2 * HOUR_MS;
const LIVENESS = `once faults stop, all is as it should be within ${SETTLED_MAX_MS / HOUR_MS} h`;
/** And then it stays so: a plan or three later nothing has been retired as too much. */
const STAYS_MS = 20 * MINUTE_MS;
const STAYS = "what is settled is left alone";
const STEP_MS = 5 * MINUTE_MS;
const SWEEP_EVERY_MS = { seldom: 15 * MINUTE_MS, often: 4 * MINUTE_MS };
/** Somebody looks after the dead-letter queues so often. */
const REDRIVE_MS = 10 * MINUTE_MS;
const HASTE = { tickMs: 6 * MINUTE_MS, unmanagedGapMs: 10 * MINUTE_MS };

/** What came of one world, made of its seed, its schedule and virtual time alone. */
export interface Played {
  readonly seed: number;
  readonly breaches: readonly Breach[];
  readonly struck: Readonly<Partial<Record<FaultKind, number>>>;
  readonly reached: ReadonlyMap<string, number>;
  readonly hours: number;
  /** How long the pools took to settle after the last fault, ms. */
  readonly settledMs: number;
  readonly claims: number;
  /** A hash of every fact and its time. */
  readonly digest: string;
}

/** Plays a world: pools fill and are claimed from while the schedule's faults strike; then they stop, and it settles. */
export async function playWorld(
  seed: number,
  hours: number,
  schedule: readonly Fault[],
  rules: readonly Rule[] = RULES,
): Promise<Played> {
  const cells = coverage();
  const stands = standing();
  const hopeless = new Set<string>();
  const wrong = faults(seed, () => cloud);
  const watch = watching(() => cloud, EPOCH, { isCalm: schedule.length === 0, rules });
  const cloud: LocalCloud = localCloud({
    seed,
    start: EPOCH,
    sweepEveryMs: isPatient(seed) ? SWEEP_EVERY_MS.often : SWEEP_EVERY_MS.seldom,
    haste: HASTE,
    ...(hasForecasts(seed) && { forecasts: true }),
    ...wrong.options,
    faults: (call, work) => {
      watch.call(call);
      return wrong.through(call, work);
    },
  });
  let digest = 0;
  let claims = 0;
  let given = 0;
  cloud.watch((fact, at) => {
    digest = mix(digest, `${at} ${wordFor(fact)}`);
    watch.see(fact, at);
    cells.see(fact);
    stands.see(fact);
    if (fact.kind === "written" && fact.written.kind === "claim" && !fact.written.before) claims += 1;
    if (fact.kind === "dead" && !hopeless.has(fact.text)) {
      given += 1;
      cloud.scheduler.after(REDRIVE_MS, () => {
        given -= 1;
        cloud.send(fact.from, fact.text);
      });
    }
  });

  const end = EPOCH + hours * HOUR_MS;
  const pools = castOf(seed, 0, 0);
  const crowd = demand(
    cloud,
    pools.pools.map(({ id }) => id),
    end,
  );
  const requested = hasPersistentClaims(seed)
    ? persistentClaims(
        cloud,
        pools.pools.map(({ id }) => id),
        end,
      )
    : noPersistentClaims;
  cloud.watch(requested.see);
  const stage = { seed, cloud, demand: crowd, armed: wrong.armed, hopeless };
  wrong.begin(cloud.scheduler, schedule, { ...deeds(stage), ...troubles(stage) });
  if (hasForecasts(seed)) forecastsBefore(cloud, pools);
  cloud.scheduler.after(0, async () => {
    await askUntilAnswered(cloud.scheduler, cloud.api.fetch, () => put("/pools", pools));
  });

  const step = async (until: Instant): Promise<void> => {
    await cloud.run(Math.min(until, cloud.clock.now() + STEP_MS));
    watch.look();
    for (const detail of stands.overstaying(cloud.clock.now())) watch.breach(OVERSTAYED, detail);
  };
  while (cloud.clock.now() < end && watch.broken.length === 0) await step(end);
  wrong.disarm();
  endTroubles(cloud);
  const lacking = (): readonly string[] => [...stands.lacking(cloud.world.machines), ...requested.lacking()];
  const isStill = (): boolean => crowd.live() === 0 && given === 0 && cloud.isQuiet();
  const isSettled = (): boolean => isStill() && lacking().length === 0 && watch.ending().length === 0;
  const last = end + SETTLED_MAX_MS;
  while (cloud.clock.now() < last && watch.broken.length === 0 && !isSettled()) await step(last);
  const settledMs = cloud.clock.now() - end;
  const isLate = watch.broken.length === 0 && !isSettled();
  stands.settle();
  const stays = cloud.clock.now() + STAYS_MS;
  while (!isLate && cloud.clock.now() < stays && watch.broken.length === 0 && isSettled()) await step(stays);
  for (const detail of stands.unsettled()) watch.breach(STAYS, detail);
  const late = isLate
    ? [
        ...lacking(),
        ...watch.ending().map(({ rule, detail }) => `${rule}: ${detail}`),
        ...(isStill() ? [] : ["not all is quiet"]),
      ]
    : [];
  for (const detail of late) watch.breach(LIVENESS, detail);
  return {
    seed,
    breaches: watch.broken,
    struck: wrong.armed.counts,
    reached: cells.reached,
    hours: (cloud.clock.now() - EPOCH) / HOUR_MS,
    settledMs,
    claims,
    digest: digest.toString(16).padStart(8, "0"),
  };
}

function wordFor(fact: Fact): string {
  switch (fact.kind) {
    case "written":
      return `${fact.written.kind} ${fact.written.after.version}`;
    case "ec2":
    case "asked":
      return `${fact.id} ${fact.kind === "ec2" ? fact.state : fact.what}`;
    case "launched":
      return fact.token;
    case "noticed":
      return fact.notice.noticeId;
    default:
      return fact.kind;
  }
}

/** FNV-1a, gone on with. */
function mix(sum: number, text: string): number {
  let mixed = sum ^ 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193);
  return mixed >>> 0;
}
