import type { Ec2State } from "../../core/model/instance.ts";
import type { Random, Streams, Timing } from "../random.ts";
import type { Scheduler } from "../time/scheduler.ts";
import type { Machine } from "./machine.ts";
import { BOOT_PROFILES, TO_TERMINATED } from "./timings.ts";

/** Moves machines through EC2's states, each in its time. */
export interface PowerSupply {
  on(machine: Machine): void;
  off(machine: Machine): void;
  destroy(machine: Machine): void;
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
  const through = (machine: Machine, state: Ec2State, then: Ec2State, takes: Timing): void => {
    machine.cycle += 1;
    const { cycle } = machine;
    const random: Random = streams(`power/${machine.id}/${cycle}`);
    enter(machine, state);
    scheduler.after(random.timing(takes), () => {
      if (machine.cycle === cycle) enter(machine, then);
    });
  };
  const profile = ({ template }: Machine) => BOOT_PROFILES[template.os];
  return {
    on: (machine) => through(machine, "pending", "running", profile(machine).toRunning),
    off: (machine) => through(machine, "stopping", "stopped", profile(machine).toStopped),
    destroy: (machine) => through(machine, "shutting-down", "terminated", TO_TERMINATED),
  };
}
