import type { Template } from "../../core/model/template.ts";
import { MINUTE_MS, SECOND_MS } from "../../core/model/time.ts";
import type { Timing } from "../random.ts";

/** One stage of a boot: how long it takes, and the evidence it gives. */
export interface Stage {
  /** Signals whose names begin with this are sent at its end; what begins with no stage's name, at the end of the last. */
  readonly name: string;
  readonly takes: Timing;
}

/** How long an operating system takes. Assumptions: a launched Linux is ready after some 25 s and a Windows that is sysprepped
 *  after some 4 minutes, a stopped one started after some 20 and 40 s. */
export interface BootProfile {
  /** From `pending` to `running`. */
  readonly toRunning: Timing;
  /** From `running` of a launch. A reboot is within a stage: EC2 has no event for it. */
  readonly firstBoot: readonly Stage[];
  /** From `running` of a start. */
  readonly laterBoot: readonly Stage[];
  readonly toStopped: Timing;
}

const seconds = (p50: number, p99: number): Timing => ({ p50: p50 * SECOND_MS, p99: p99 * SECOND_MS });

/** The stage that begins with a reboot. */
export const SECOND_BOOT = "second-boot";

export const BOOT_PROFILES: Readonly<Record<Template["os"], BootProfile>> = {
  linux: {
    toRunning: seconds(8, 18),
    firstBoot: [
      { name: "cloud-init", takes: seconds(12, 30) },
      { name: "clock", takes: seconds(2, 5) },
      { name: "agent", takes: seconds(3, 8) },
    ],
    laterBoot: [
      { name: "boot", takes: seconds(8, 18) },
      { name: "clock", takes: seconds(1, 3) },
      { name: "agent", takes: seconds(3, 8) },
    ],
    toStopped: seconds(15, 40),
  },
  windows: {
    toRunning: seconds(12, 30),
    firstBoot: [
      { name: "boot", takes: seconds(60, 110) },
      { name: "sysprep", takes: seconds(50, 100) },
      { name: SECOND_BOOT, takes: seconds(80, 140) },
      { name: "clock", takes: seconds(12, 40) },
      { name: "agent", takes: seconds(15, 40) },
    ],
    laterBoot: [
      { name: "boot", takes: seconds(22, 45) },
      { name: "clock", takes: seconds(6, 15) },
      { name: "agent", takes: seconds(4, 10) },
    ],
    toStopped: seconds(30, 75),
  },
};

export const TO_TERMINATED: Timing = seconds(30, 75);

/** What an agent that runs takes to prove itself again, and to clean up behind a claimant. */
export const VERIFYING: Stage = { name: "verify", takes: seconds(1, 3) };
export const SCRUBBING: Stage = { name: "scrub", takes: seconds(20, 60) };

/** Part of the clocks that are far off after a boot, how far, and what a resync takes. */
export const CLOCK_OFF_CHANCE = 0.25;
export const CLOCK_OFF_MS = { least: 2 * SECOND_MS, most: 10 * MINUTE_MS } as const;
export const CLOCK_GOOD_MS = 150;
export const RESYNC: Timing = seconds(4, 12);
