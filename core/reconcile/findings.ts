import { LEAKS_MAX } from "../model/limits.ts";
import type { Findings, Sweep } from "../model/sweep.ts";

/** One thing a sweep found out. */
export type SweepFinding =
  | { readonly kind: "missed"; readonly event: string; readonly lateMs: number }
  | { readonly kind: "emitted"; readonly event: string }
  | { readonly kind: "adopted" | "retired" | "drifted" | "suspected" | "came-back" | "gone" }
  | { readonly kind: "leak"; readonly id: string };

const COUNTED = {
  adopted: "adopted",
  retired: "retired",
  drifted: "drifted",
  suspected: "suspected",
  "came-back": "cameBack",
  gone: "gone",
} as const satisfies Record<string, keyof Findings>;

/** The sweep with more findings. */
export const withFindings = (sweep: Sweep, found: readonly SweepFinding[]): Sweep => ({
  ...sweep,
  findings: found.reduce(add, sweep.findings),
});

function add(findings: Findings, found: SweepFinding): Findings {
  switch (found.kind) {
    case "missed": {
      const { event, lateMs } = found;
      const missed = { ...findings.missed, [event]: (findings.missed[event] ?? 0) + 1 };
      return { ...findings, missed, lateMsMax: Math.max(findings.lateMsMax, lateMs) };
    }
    case "emitted": {
      const { event } = found;
      return { ...findings, emitted: { ...findings.emitted, [event]: (findings.emitted?.[event] ?? 0) + 1 } };
    }
    case "leak":
      return { ...findings, leaks: [...new Set([...findings.leaks, found.id])].slice(0, LEAKS_MAX) };
    default: {
      const counter = COUNTED[found.kind];
      return { ...findings, [counter]: findings[counter] + 1 };
    }
  }
}
