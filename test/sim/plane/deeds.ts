import type { InstanceId } from "../../../core/model/ids.ts";
import type { State } from "../../../core/model/instance.ts";
import { POOL_TAG } from "../../../core/model/tags.ts";
import { iso, MINUTE_MS } from "../../../core/model/time.ts";
import { PortError } from "../../../core/ports/errors.ts";
import { performActionCommand } from "../../../events/commands/perform-action.v1.ts";
import { write } from "../../../events/contract.ts";
import { TERMINATED_SHOWN_MS } from "../../../local/assumptions.ts";
import { askUntilAnswered, post, put } from "../../../local/client.ts";
import type { LocalCloud } from "../../../local/cloud.ts";
import { isEndedMachine, type Machine } from "../../../local/world/machine.ts";
import type { Armed, Armoury } from "./armed.ts";
import { castOf, REGION } from "./cast.ts";
import type { Demand } from "./demand.ts";
import type { FaultKind } from "./schedule.ts";

/** EC2 warns of a Spot interruption two minutes before. Source: EC2 User Guide, "Spot Instance interruption notices". */
const WARNING_MS = 2 * MINUTE_MS;
const BURST = 4;
const BOUNCE_MAX_MS = MINUTE_MS;
/** Requests for a pool that was torn down, one a minute, for a day. */
const APPLY_TRIES_MAX = 24 * 60;
/** States in which most instances are, and how much more likely any other is to be struck than one of them. */
const LASTING: readonly (State | undefined)[] = ["warm", "in-use", "quarantined", undefined];
const PASSING_MORE = 3;
export const BY_HAND = "by-hand-";

export interface Stage {
  readonly seed: number;
  readonly cloud: LocalCloud;
  readonly demand: Demand;
  readonly armed: Armoury;
  /** Texts that nobody can do: they stay in the dead-letter queue. */
  readonly hopeless: Set<string>;
}

/** With what the records say each instance is. */
interface Known extends Stage {
  readonly states: ReadonlyMap<InstanceId, State>;
}

type Deed = (known: Known, armed: Armed) => boolean;

/** What is done at a moment, behind the plane's back or in front of it. False: there was nothing to do it to. */
export function deeds(stage: Stage): Partial<Record<FaultKind, (armed: Armed) => boolean>> {
  const standing = { edition: 0, resized: 0 };
  const { scheduler, api } = stage.cloud;
  const ask = (request: () => Request) => askUntilAnswered(scheduler, api.fetch, request);
  const file = () => castOf(stage.seed, standing.edition, standing.resized);
  const apply = (): true => {
    const now = file();
    scheduler.after(0, async () => void (await ask(() => put("/pools", now))));
    return true;
  };
  const states = new Map<InstanceId, State>();
  stage.cloud.watch((fact) => {
    if (fact.kind === "written" && fact.written.kind === "instance")
      states.set(fact.written.after.id, fact.written.after.state);
  });
  const known: Known = { ...stage, states };
  const bound = Object.entries(DEEDS).map(([kind, deed]) => [kind, (armed: Armed) => deed(known, armed)]);
  return {
    ...Object.fromEntries(bound),
    deploy() {
      standing.edition += 1;
      return apply();
    },
    resize() {
      standing.resized += 1;
      return apply();
    },
    /** A pool is torn down, and after a while wanted again. */
    teardown({ fault }) {
      const { pools } = file();
      const { id } = pools[Math.floor(fault.pick * pools.length)]!;
      scheduler.after(0, async () => {
        await ask(() => post(`/pools/${id}/drain`, {}));
        await scheduler.sleep(fault.forMs);
        for (let tries = 0; tries < APPLY_TRIES_MAX; tries += 1) {
          if ((await ask(() => put("/pools", file())))?.status === 200) return;
          await scheduler.sleep(MINUTE_MS);
        }
      });
      return true;
    },
  };
}

const DEEDS: Partial<Record<FaultKind, Deed>> = {
  burst({ demand }) {
    for (let each = 0; each < BURST; each += 1) demand.arrive();
    return true;
  },
  "instance-dies": (stage, armed) => to(stage, armed, () => true, stage.cloud.world.power.destroy),
  /** And the event that says so is lost: only the one that it is terminated comes. */
  "instance-dies-unheard": (stage, armed) =>
    to(
      stage,
      armed,
      () => true,
      (machine) => {
        stage.armed.arm("post:bus", { ...armed, fault: { ...armed.fault, kind: "event-lost" } });
        stage.cloud.world.power.destroy(machine);
      },
    ),
  /** No event comes, and EC2 does not know it from then on. */
  "instance-vanishes": (stage, armed) =>
    to(
      stage,
      armed,
      () => true,
      (machine) => {
        machine.cycle += 1;
        machine.state = "terminated";
        machine.since = stage.cloud.clock.now() - TERMINATED_SHOWN_MS;
        stage.cloud.emit({ kind: "ec2", id: machine.id, pool: machine.pool, state: "terminated" });
      },
    ),
  /** Stopped, and soon started again; what stops already is only started. */
  "instance-bounces": (stage, armed) =>
    to(
      stage,
      armed,
      ({ state }) => state === "running" || state === "stopping",
      (machine) => {
        if (isRunning(machine)) stage.cloud.world.power.off(machine);
        stage.cloud.scheduler.after(Math.round(armed.random.between(0, BOUNCE_MAX_MS)), () => {
          if (!isEndedMachine(machine)) stage.cloud.world.power.on(machine);
        });
      },
    ),
  "instance-stops": (stage, armed) => to(stage, armed, isRunning, stage.cloud.world.power.off),
  "instance-starts": (stage, armed) => to(stage, armed, ({ state }) => state === "stopped", stage.cloud.world.power.on),
  /** What was under way never ends. */
  "instance-stuck": (stage, armed) =>
    to(
      stage,
      armed,
      ({ state }) => state === "stopping" || state === "pending",
      (machine) => {
        machine.cycle += 1;
      },
    ),
  "instance-interrupted": (stage, armed) =>
    to(
      stage,
      armed,
      () => true,
      (machine) => {
        warn(stage, machine.id, "EC2 Spot Instance Interruption Warning", { "instance-action": "terminate" });
        stage.cloud.scheduler.after(WARNING_MS, () => {
          if (!isEndedMachine(machine)) stage.cloud.world.power.destroy(machine);
        });
      },
    ),
  "instance-rebalanced": (stage, armed) =>
    to(
      stage,
      armed,
      () => true,
      ({ id }) => warn(stage, id, "EC2 Instance Rebalance Recommendation", {}),
    ),
  /** Of one of ours: what somebody else launched, and is without a tag, is nobody's. */
  "tag-removed": (stage, armed) =>
    to(
      stage,
      armed,
      ({ intent }) => !intent.token.startsWith(BY_HAND),
      (machine) => {
        delete machine.tags[POOL_TAG];
      },
    ),
  "launched-by-hand": (stage, armed) =>
    to(
      stage,
      armed,
      () => true,
      ({ intent, template, tags }) => {
        const { launcher } = stage.cloud.world.ports;
        const token = `${BY_HAND}${armed.fault.at}`;
        stage.cloud.scheduler.after(0, async () => {
          const launched = launcher.launch({
            intent: { ...intent, token, count: 1 },
            template,
            tags: { ...tags, [POOL_TAG]: intent.pool },
          });
          // Whoever launches by hand is refused as the plane is, and leaves it at that.
          await launched.catch((error: unknown) => {
            if (!(error instanceof PortError)) throw error;
          });
        });
      },
    ),
  "message-poisoned"({ cloud, hopeless }, { random }) {
    const text = random.chance(0.5) ? `{ "detail-type": ${random.unit()}` : oldAction(random.unit(), 1, "fly");
    hopeless.add(text);
    cloud.send(random.chance(0.5) ? "perform-action" : "plan-pool", text);
    // To a function that reads another contract it is merely unknown, and done with.
    return true;
  },
  "message-of-old"({ cloud, hopeless }, { random }) {
    const text = oldAction(random.unit(), random.chance(0.5) ? 0 : 2, "terminate");
    // What another version said is kept in the dead-letter queue: this one can never do it.
    hopeless.add(text);
    cloud.send("perform-action", text);
    return true;
  },
};

const isRunning = ({ state }: Machine): boolean => state === "running";

/** To one of those that are in the same state, which is any that there is: what befalls an instance on its way is seldom met, and what
 *  matters. */
function to(
  { cloud, states }: Known,
  { fault }: Armed,
  isFit: (machine: Machine) => boolean,
  deed: (machine: Machine) => void,
): boolean {
  const candidates = [...cloud.world.machines.values()].filter((machine) => !isEndedMachine(machine) && isFit(machine));
  const byState = [...Map.groupBy(candidates, ({ id }) => states.get(id))].flatMap(([state, some]) =>
    Array.from({ length: LASTING.includes(state) ? 1 : PASSING_MORE }, () => some),
  );
  const at = fault.pick * byState.length;
  const some = byState[Math.floor(at)] ?? [];
  const machine = some[Math.floor((at % 1) * some.length)];
  if (machine) deed(machine);
  return machine !== undefined;
}

export function warn({ cloud }: Stage, id: InstanceId, detailType: string, more: object): void {
  const now = cloud.clock.now();
  cloud.put({
    version: "0",
    id: `${detailType}-${id}-${now}`,
    "detail-type": detailType,
    source: "aws.ec2",
    time: iso(now),
    region: REGION,
    resources: [],
    detail: { "instance-id": id, ...more },
  });
}

/** A message as an older or newer version of the plane would send it, or as none would. */
const oldAction = (nth: number, version: number, deed: string): string => {
  const detail = { version, action: { do: deed, instance: `i-${"0".repeat(17)}` } } as never;
  return write({ ...performActionCommand, version }, detail, { id: `old-${nth}`, at: 0 });
};
