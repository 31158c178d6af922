import type { Report } from "../../local/report.ts";
import { counted, table, wrapped } from "../print.ts";
import type { Paint } from "../terminal.ts";
import { SERVED, STOCKED } from "./figures.ts";

/** What was played. */
export interface Played {
  /** The demand's name, in words. */
  readonly demand: string;
  readonly arrivals: number;
  /** Part of EC2's events that were never delivered. */
  readonly lost: number;
  readonly stoppedEarly: boolean;
}

/** What came of a play, in 80 columns: the figures of every pool, what they cost in calls, and whether every rule was kept. */
export function summary(report: Report, { demand, arrivals, lost, stoppedEarly }: Played, paint: Paint): string {
  const { seed, simulatedHours, pools, ec2Calls, notices, unmanagedEvents, violations } = report;
  const calls = Object.entries(ec2Calls).filter(([, times]) => times > 0);
  const sum = calls.reduce((total, [, times]) => total + times, 0);
  const entry = (name: string, text: string): string => wrapped(`${name.padEnd(INDENT)}${text}`, WIDTH, INDENT);
  return [
    paint("bold", `${counted(arrivals, "arrival")} of ${demand}`),
    `played in ${simulatedHours} simulated hours, seed ${seed}, ${percent(lost)} of EC2's events never delivered`,
    ...(stoppedEarly ? [paint("yellow", "Stopped early: the figures are of the part that was played.")] : []),
    "",
    table(SERVED, pools),
    "",
    table(STOCKED, pools),
    "",
    entry("EC2", `${counted(sum, "call")}: ${calls.map(([name, times]) => `${name} ${times}`).join(", ")}`),
    entry(
      "Notices",
      `${counted(notices.published, "notice")}; a subscriber heard ${notices.doubled} twice and missed ${notices.gaps}`,
    ),
    entry(
      "Unmanaged",
      `${counted(unmanagedEvents.seen, "event")} of instances without a record, ${counted(unmanagedEvents.describeCalls, "Describe call")} about them`,
    ),
    entry("Rules", violations.length === 0 ? "none broken" : `${counted(violations.length, "violation")}, see below`),
    ...violations.map((violation) => paint("red", wrapped(`- ${violation}`, WIDTH, 2))),
    "",
    ...FOOTNOTE.map((line) => paint("dim", line)),
  ].join("\n");
}

const percent = (part: number): string => `${Number((part * 100).toFixed(2))} %`;

const WIDTH = 80;
const INDENT = 11;

const FOOTNOTE = [
  "HITS were served by a warm instance, ALMOST WARM by one that was a step from",
  "ready, MISSES later. HAND-OVER is from request to delivery, COLD START from",
  "launch to ready.",
  "All of it in the virtual time of a local cloud, on assumed timings of EC2:",
  "these are not measurements of AWS.",
];
