import { describe, expect, it } from "vitest";
import { HOUR_MS, type Instant, MINUTE_MS } from "../../core/model/time.ts";
import { askUntilAnswered, post, put } from "../../local/client.ts";
import { type LocalCloud, localCloud } from "../../local/cloud.ts";
import { isEndedMachine } from "../../local/world/machine.ts";
import { EPOCH } from "../builders.ts";
import { castOf } from "./plane/cast.ts";
import { deeds } from "./plane/deeds.ts";
import { demand } from "./plane/demand.ts";
import { faults } from "./plane/faults.ts";
import { type Fault, scheduleOf } from "./plane/schedule.ts";
import { watching } from "./plane/watching.ts";

const DRAINED_AT = EPOCH + HOUR_MS;
const CALM_AT = EPOCH + 3 * HOUR_MS;
/** A launch nobody settled is forgotten after half an hour, what it made is found by the next sweep, and must then be terminated. */
const EMPTY_AT_MOST = CALM_AT + 2 * HOUR_MS;
const STEP_MS = 5 * MINUTE_MS;
const REDRIVE_MS = 10 * MINUTE_MS;
/** An engineer who applies the pools again has them filled again, which is not what is tried here. */
const isOthers = ({ kind }: Fault): boolean => !["deploy", "resize", "teardown"].includes(kind);

/** Pools fill and are claimed from; after an hour all are torn down, while claims and faults go on for two more. */
async function playDrain(seed: number, profile: string) {
  const schedule = scheduleOf(seed, 3, profile).filter(isOthers);
  const hopeless = new Set<string>();
  const wrong = faults(seed, () => cloud);
  const watch = watching(() => cloud, EPOCH, { isCalm: false });
  const intended: Instant[] = [];
  const cloud: LocalCloud = localCloud({
    seed,
    start: EPOCH,
    sweepEveryMs: 15 * MINUTE_MS,
    ...wrong.options,
    faults: wrong.through,
  });
  cloud.watch((fact, at) => {
    watch.see(fact, at);
    if (fact.kind === "intended") intended.push(at);
    if (fact.kind === "dead" && !hopeless.has(fact.text))
      cloud.scheduler.after(REDRIVE_MS, () => cloud.send(fact.from, fact.text));
  });
  const pools = castOf(seed, 0, 0);
  const ids = pools.pools.map(({ id }) => id);
  const crowd = demand(cloud, ids, CALM_AT);
  wrong.begin(cloud.scheduler, schedule, deeds({ seed, cloud, demand: crowd, armed: wrong.armed, hopeless }));
  const ask = (request: () => Request) => askUntilAnswered(cloud.scheduler, cloud.api.fetch, request);
  let drainedAt = Number.POSITIVE_INFINITY;
  cloud.scheduler.after(0, async () => void (await ask(() => put("/pools", pools))));
  cloud.scheduler.at(DRAINED_AT, async () => {
    for (const id of ids) await ask(() => post(`/pools/${id}/drain`, {}));
    drainedAt = cloud.scheduler.now();
  });
  const alive = () => [...cloud.world.machines.values()].filter((machine) => !isEndedMachine(machine));
  await cloud.run(DRAINED_AT);
  const filled = alive().length;
  await cloud.run(CALM_AT);
  wrong.disarm();
  while (cloud.clock.now() < EMPTY_AT_MOST && (alive().length > 0 || crowd.live() > 0))
    await cloud.run(cloud.clock.now() + STEP_MS);
  return {
    filled,
    left: alive().map(({ id, pool, state }) => `${id} of ${pool} is ${state}`),
    claimants: crowd.live(),
    breaches: watch.broken,
    // Who planned while the desired state was written may have saved its plan just after.
    launchedLate: intended.filter((at) => at > drainedAt + MINUTE_MS).length,
  };
}

describe("pools that are torn down while nothing stays whole", () => {
  it.each([
    [1, "storm"],
    [2, "storm"],
    [3, "storm"],
    [4, "calls"],
    [5, "messages"],
    [6, "ec2"],
  ])("leave nothing billed, launch nothing more, and break no promise: seed %i, %s", async (seed, profile) => {
    const { filled, ...ended } = await playDrain(seed, profile);
    expect(filled).toBeGreaterThan(0);
    expect(ended).toEqual({ left: [], claimants: 0, breaches: [], launchedLate: 0 });
  });
});
