import type { Transition } from "../model/instance.ts";
import type { Sweep } from "../model/sweep.ts";
import type { SweepFinding } from "./findings.ts";

/** The cause of whatever one step of a sweep changes. No two steps that are saved share one, so a record that carries the cause of
 *  the step that is under way was changed by an earlier try of it, which was cut before it was saved. */
export const causeOf = ({ id, version }: Pick<Sweep, "id" | "version">): string => `sweep:${id}#${version}`;

/** What an earlier try of a step found out about one instance, told by the transitions that it caused; `history` oldest first. An
 *  event that the try made up for, and that at once was the last piece of evidence, stands there as the verdict only: `said` is what
 *  EC2 then said. */
export function mendedBy(cause: string, history: readonly Transition[], said: string): readonly SweepFinding[] {
  const first = history.findIndex((each) => each.cause === cause);
  const caused = history.slice(first).filter((each) => each.cause === cause);
  const [begun] = caused;
  if (first < 0 || !begun) return [];
  if (begun.name === "adopted") return [{ kind: "adopted" }];

  const found: SweepFinding[] = [];
  const before = history.slice(0, first);
  const event = begun.name === "ready" || begun.name === "failed" ? `ec2:${said}` : begun.name;
  if (event.startsWith("ec2:")) {
    const isBack = wasSuspect(before);
    const known = before.findLast(({ name }) => name.startsWith("ec2:"))?.name ?? event;
    // What is known already is written for a suspect alone, as a sign of life.
    if (!isBack || event !== known)
      found.push({ kind: "missed", event, lateMs: begun.at - (before.at(-1)?.at ?? begun.at) });
    if (isBack && event !== "ec2:shutting-down" && event !== "ec2:terminated") found.push({ kind: "came-back" });
  }
  for (const { name } of caused) if (name in TOLD_BY) found.push({ kind: TOLD_BY[name as keyof typeof TOLD_BY] });
  return found;
}

const TOLD_BY = {
  retire: "retired",
  missing: "suspected",
  found: "came-back",
  "proven-gone": "gone",
  drifted: "drifted",
} as const satisfies Record<string, SweepFinding["kind"]>;

/** Marked, and nothing since that takes the mark away. */
const wasSuspect = (history: readonly Transition[]): boolean =>
  history.findLast(({ name }) => name === "missing" || name === "found" || name.startsWith("ec2:"))?.name === "missing";
