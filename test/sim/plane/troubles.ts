import type { LocalCloud } from "../../../local/cloud.ts";
import { isEndedMachine, type Machine } from "../../../local/world/machine.ts";
import { LAUNCH_DEATHS } from "../../../local/world/state-reasons.ts";
import type { Trouble } from "../../../local/world/troubles.ts";
import type { Armed } from "./armed.ts";
import { TYPES, ZONES } from "./cast.ts";
import { type Stage, warn } from "./deeds.ts";
import type { FaultKind } from "./schedule.ts";

/** Zones or all of them, types or all of them: the last choice is everywhere. */
const EVERYWHERE = 0.4;
const STALE_MS = { least: 2_000, most: 15_000 };
/** Of the sizes that EC2 documents: the account's other users take the rest. */
const BUCKETS_PART = { least: 0.02, most: 0.2 };
const STUCK_UNTIL = ["plain", "force"] as const;
const DENIALS = ["OperationNotPermitted", "UnauthorizedOperation", "protected"] as const;
const KILLED = 0.5;

type Begun = (armed: Armed) => Trouble;

/** What EC2 does for a while, by the fault that begins it. */
const BEGUN: Partial<Record<FaultKind, Begun>> = {
  "launch-dies": (armed) => ({ kind: "launch-dies", ...reasonOf(armed), ...reachOf(armed) }),
  "zone-swallows": (armed) => {
    const az = pickOf(ZONES, armed.fault.pick);
    return armed.random.chance(0.5) ? { kind: "launch-hangs", az } : { kind: "launch-dies", az, ...reasonOf(armed) };
  },
  "launch-denied": () => ({ kind: "refused", call: "RunInstances", code: "UnauthorizedOperation" }),
  "start-falls-back": (armed) => ({ kind: "start-falls-back", ...reachOf(armed) }),
  "start-denied": () => ({ kind: "refused", call: "StartInstances", code: "UnauthorizedOperation" }),
  "hibernate-stuck": ({ fault }) => ({ kind: "hibernate-stuck", until: pickOf(STUCK_UNTIL, fault.pick) }),
  "look-stale": ({ random }) => ({
    kind: "stale-look",
    byMs: Math.round(random.between(STALE_MS.least, STALE_MS.most)),
    chance: 0.5,
  }),
  "spot-request-respawns": () => ({ kind: "spot-respawns" }),
  "tags-lost": () => ({ kind: "tags-lost-at-end", chance: 0.5 }),
  "buckets-small": ({ random }) => ({ kind: "buckets", part: random.between(BUCKETS_PART.least, BUCKETS_PART.most) }),
};

/** Faults of an EC2 that fails after it accepted, and of others in the account. None answers that it struck when it only began. */
export function troubles(stage: Stage): Partial<Record<FaultKind, (armed: Armed) => boolean>> {
  const { cloud, armed: armoury } = stage;
  const { world, scheduler } = cloud;
  const lasts = (ready: Armed, trouble: Trouble): false => {
    const end = world.troubles.begin(trouble, () => armoury.struck(ready.fault.kind));
    scheduler.after(ready.fault.forMs, end);
    return false;
  };
  const some = (isFit: (machine: Machine) => boolean): readonly Machine[] =>
    [...world.machines.values()].filter((machine) => !isEndedMachine(machine) && isFit(machine));
  const each = (machines: readonly Machine[], deed: (machine: Machine) => void): boolean => {
    for (const machine of machines) deed(machine);
    return machines.length > 0;
  };
  return {
    ...Object.fromEntries(
      Object.entries(BEGUN).map(([kind, begun]) => [kind, (ready: Armed) => lasts(ready, begun(ready))]),
    ),
    "terminate-denied"(ready) {
      const code = pickOf(DENIALS, ready.fault.pick);
      if (code !== "protected") return lasts(ready, { kind: "refused", call: "TerminateInstances", code });
      const kept = some(() => true);
      scheduler.after(ready.fault.forMs, () => void each(kept, (machine) => protect(machine, false)));
      return each(kept, (machine) => protect(machine, true));
    },
    "rebalance-storm": () =>
      each(
        some(({ template }) => template.market === "spot"),
        ({ id }) => warn(stage, id, "EC2 Instance Rebalance Recommendation", {}),
      ),
    janitor: ({ random }) =>
      each(
        some(({ state }) => state !== "pending").filter(() => random.chance(KILLED)),
        (machine) => world.power.destroy(machine),
      ),
    "scheduler-starts-all": () =>
      each(
        some(({ state }) => state === "stopped"),
        world.power.on,
      ),
  };
}

/** EC2 does what it accepts from now on; what hangs or is stuck already stays so. */
export function endTroubles({ world }: LocalCloud): void {
  world.troubles.clear();
  for (const machine of world.machines.values()) protect(machine, false);
}

function protect(machine: Machine, isProtected: boolean): void {
  machine.isProtected = isProtected;
}

const pickOf = <T>(some: readonly T[], pick: number): T => some[Math.floor(pick * some.length)]!;

/** Of a launch that dies: one of those that EC2 gives, or none. */
function reasonOf({ random }: Armed) {
  const reason = LAUNCH_DEATHS[Math.floor(random.unit() * (LAUNCH_DEATHS.length + 1))];
  return reason ? { reason } : {};
}

function reachOf({ fault, random }: Armed) {
  if (fault.pick < EVERYWHERE) return {};
  return random.chance(0.5) ? { az: pickOf(ZONES, random.unit()) } : { type: pickOf(TYPES, random.unit()) };
}
