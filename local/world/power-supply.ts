import type { Ec2State } from "../../core/model/instance.ts";
import type { Random, Streams, Timing } from "../random.ts";
import type { Scheduler } from "../time/scheduler.ts";
import type { Machine } from "./machine.ts";
import { BOOT_PROFILES, TO_TERMINATED } from "./timings.ts";

/** Where a machine in passing gets to. */
const NEXT: Partial<Record<Ec2State, Ec2State>> = {
  pending: "running",
  stopping: "stopped",
  "shutting-down": "terminated",
};

/** Moves machines through EC2's states, each in its time. */
export interface PowerSupply {
  on(machine: Machine): void;
  off(machine: Machine): void;
  destroy(machine: Machine): void;
  /** What is under way for it now is over so much later, ms from now. Nothing, where nothing is under way. */
  prolong(machine: Machine, byMs: number): void;
}

export interface PowerParts {
  readonly scheduler: Scheduler;
  readonly streams: Streams;
  /** A machine entered its state. */
  readonly onState: (machine: Machine) => void;
}

export function powerSupply({ scheduler, streams, onState }: PowerParts): PowerSupply {
  const enter = (machine: Machine, state: Ec2State): void => {
    machine.state = state;
    machine.since = scheduler.now();
    machine.past.push({ state, at: machine.since });
    onState(machine);
  };
  const later = (machine: Machine, then: Ec2State, retryAfterMs: number): void => {
    const { cycle } = machine;
    scheduler.after(retryAfterMs, () => {
      if (machine.cycle === cycle) enter(machine, then);
    });
  };
  const through = (machine: Machine, state: Ec2State, then: Ec2State, takes: Timing): void => {
    machine.cycle += 1;
    const random: Random = streams(`power/${machine.id}/${machine.cycle}`);
    enter(machine, state);
    later(machine, then, random.timing(takes));
  };
  const profile = ({ template }: Machine) => BOOT_PROFILES[template.os];
  return {
    on: (machine) => through(machine, "pending", "running", profile(machine).toRunning),
    off: (machine) => through(machine, "stopping", "stopped", profile(machine).toStopped),
    destroy: (machine) => through(machine, "shutting-down", "terminated", TO_TERMINATED),
    prolong(machine, byMs) {
      const then = NEXT[machine.state];
      if (!then) return;
      machine.cycle += 1;
      later(machine, then, byMs);
    },
  };
}
