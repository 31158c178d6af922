import type { StateReason } from "../../core/model/autopsy.ts";
import type { Ec2State } from "../../core/model/instance.ts";
import { SECOND_MS } from "../../core/model/time.ts";
import type { Random, Streams } from "../random.ts";
import type { Scheduler } from "../time/scheduler.ts";
import { type Machine, struckBy } from "./machine.ts";
import { BY_HIBERNATION, BY_USER, KEY_UNUSABLE, PENDING } from "./state-reasons.ts";
import { BOOT_PROFILES, TO_TERMINATED } from "./timings.ts";
import type { Troubles } from "./troubles.ts";

/** Where a machine in passing gets to. */
const NEXT: Partial<Record<Ec2State, Ec2State>> = {
  pending: "running",
  stopping: "stopped",
  "shutting-down": "terminated",
};
/** How long what fails after it was accepted is `pending`: seconds (assumed). */
const FAILS_AFTER_MS = { least: SECOND_MS, most: 8 * SECOND_MS };

/** Moves machines through EC2's states, each in its time. What is asked without a reason somebody asked through EC2's API. */
export interface PowerSupply {
  on(machine: Machine): void;
  off(machine: Machine, why?: StateReason): void;
  /** As `off`, with what is in memory kept. It may get stuck, and is then as good as off once `unstick` is called. */
  hibernate(machine: Machine): void;
  unstick(machine: Machine): void;
  destroy(machine: Machine, why?: StateReason): void;
  /** What is under way for it now is over so much later, ms from now. Nothing, where nothing is under way. */
  prolong(machine: Machine, byMs: number): void;
}

export interface PowerParts {
  readonly scheduler: Scheduler;
  readonly streams: Streams;
  readonly troubles: Troubles;
  /** A machine entered its state. */
  readonly onState: (machine: Machine) => void;
}

export function powerSupply({ scheduler, streams, troubles, onState }: PowerParts): PowerSupply {
  const enter = (machine: Machine, state: Ec2State, why: StateReason | undefined): void => {
    machine.state = state;
    machine.since = scheduler.now();
    machine.past.push({ state, at: machine.since });
    machine.stateReason = why;
    onState(machine);
  };
  const later = (machine: Machine, afterMs: number, work: () => void): void => {
    const { cycle } = machine;
    scheduler.after(afterMs, () => {
      if (machine.cycle === cycle) work();
    });
  };
  const begin = (machine: Machine, state: Ec2State, why: StateReason | undefined): Random => {
    machine.cycle += 1;
    machine.stuck = undefined;
    enter(machine, state, why);
    return streams(`power/${machine.id}/${machine.cycle}`);
  };
  const profile = ({ template }: Machine) => BOOT_PROFILES[template.os];
  const slowedMs = (what: "stop" | "terminate", machine: Machine): number =>
    troubles.strike("slow", struckBy(machine), (trouble) => trouble.what === what)?.byMs ?? 0;

  /** What becomes of a machine that is `pending`, and by when; undefined: nothing. */
  function afterPending(machine: Machine, isLaunch: boolean, random: Random): [number, () => void] | undefined {
    const struck = struckBy(machine);
    const failsAfterMs = (): number => Math.round(random.between(FAILS_AFTER_MS.least, FAILS_AFTER_MS.most));
    const falls = isLaunch ? undefined : troubles.strike("start-falls-back", struck);
    if (falls) return [falls.afterMs ?? failsAfterMs(), () => enter(machine, "stopped", falls.reason ?? KEY_UNUSABLE)];
    const dies = isLaunch ? troubles.strike("launch-dies", struck) : undefined;
    if (dies) return [dies.afterMs ?? failsAfterMs(), () => end(machine, dies.reason)];
    if (isLaunch && troubles.strike("launch-hangs", struck)) return undefined;
    return [random.timing(profile(machine).toRunning), () => enter(machine, "running", undefined)];
  }

  function on(machine: Machine): void {
    const isLaunch = machine.past.length === 0;
    const random = begin(machine, "pending", PENDING);
    const then = afterPending(machine, isLaunch, random);
    if (then) later(machine, ...then);
  }

  function off(machine: Machine, why: StateReason = BY_USER): void {
    const random = begin(machine, "stopping", why);
    const takesMs = random.timing(profile(machine).toStopped) + slowedMs("stop", machine);
    later(machine, takesMs, () => enter(machine, "stopped", why));
  }

  function end(machine: Machine, why: StateReason | undefined): void {
    machine.isTagless = troubles.strike("tags-lost-at-end", struckBy(machine)) !== undefined;
    const random = begin(machine, "shutting-down", why);
    const takesMs = random.timing(TO_TERMINATED) + slowedMs("terminate", machine);
    later(machine, takesMs, () => enter(machine, "terminated", why));
  }

  return {
    on,
    off,
    hibernate(machine) {
      off(machine, BY_HIBERNATION);
      const stuck = troubles.strike("hibernate-stuck", struckBy(machine));
      if (!stuck) return;
      machine.cycle += 1;
      machine.stuck = stuck.until ?? "plain";
    },
    unstick(machine) {
      machine.cycle += 1;
      machine.stuck = undefined;
      const takesMs = streams(`power/${machine.id}/${machine.cycle}`).timing(profile(machine).toStopped);
      later(machine, takesMs, () => enter(machine, "stopped", BY_USER));
    },
    destroy: (machine, why = BY_USER) => end(machine, why),
    prolong(machine, byMs) {
      const then = NEXT[machine.state];
      if (!then) return;
      machine.cycle += 1;
      later(machine, byMs, () => enter(machine, then, then === "running" ? undefined : machine.stateReason));
    },
  };
}
