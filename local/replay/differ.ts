import type { Instant } from "../../core/model/time.ts";
import { MINUTE_MS } from "../../core/model/time.ts";
import { align, type Window } from "../../core/replay/align.ts";
import { type Decision, fieldsApart, type Why } from "../../core/replay/decision.ts";
import { DIFFERENCES_SHOWN_MAX, MATCH_WINDOW_MAX, MATCH_WINDOW_MS, POOLS_NAMED_MAX } from "./bounds.ts";

/** One side of a difference. */
export interface Side {
  readonly at: Instant;
  readonly what: string;
  readonly cause: string;
  readonly reasons: readonly Why[];
}

/** One thing decided otherwise. Removed: only the recording has it; added: only the replay. */
export interface DecisionDifference {
  readonly kind: "added" | "removed" | "changed";
  readonly resource: string;
  readonly pool: string;
  readonly at: Instant;
  readonly recorded?: Side;
  readonly replayed?: Side;
  /** Of a changed one: what differs, by field. */
  readonly fields?: readonly string[];
}

/** How what was decided differs from what was recorded. */
export interface Differences {
  readonly same: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** The first of each pool, in order of time. */
  readonly first: readonly DecisionDifference[];
  /** The first of all, DIFFERENCES_SHOWN_MAX at most, and how many more there are. */
  readonly shown: readonly DecisionDifference[];
  readonly notShown: number;
}

/** Sets decisions beside each other as they come, thing by thing, and forgets what is settled. */
export interface Differ {
  recorded(decision: Decision): void;
  replayed(decision: Decision): void;
  /** One that was recorded and replayed alike. */
  same(): void;
  /** All decisions before that moment were given. */
  passed(at: Instant): void;
  end(): Differences;
}

const EMPTY: Window = { recorded: [], replayed: [] };

export function differ(): Differ {
  const windows = new Map<string, Window>();
  const fresh = new Set<string>();
  const first = new Map<string, DecisionDifference>();
  const shown: DecisionDifference[] = [];
  const counts = { same: 0, added: 0, removed: 0, changed: 0 };
  let sweptAt = 0;

  function put(decision: Decision, side: keyof Window): void {
    const { resource } = decision;
    const window = windows.get(resource) ?? EMPTY;
    windows.set(resource, { ...window, [side]: [...window[side], decision] });
    fresh.add(resource);
  }

  function settle(resource: string, before: Instant): void {
    const { pairs, removed, added, rest } = align(windows.get(resource) ?? EMPTY, { before, most: MATCH_WINDOW_MAX });
    if (rest.recorded.length + rest.replayed.length > 0) windows.set(resource, rest);
    else windows.delete(resource);
    for (const [recorded, replayed] of pairs) {
      const fields = fieldsApart(recorded, replayed);
      if (fields.length === 0) counts.same += 1;
      else
        tell({
          kind: "changed",
          ...named(replayed),
          recorded: sideOf(recorded, fields),
          replayed: sideOf(replayed, fields),
          fields,
        });
    }
    for (const each of removed) tell({ kind: "removed", ...named(each), recorded: sideOf(each) });
    for (const each of added) tell({ kind: "added", ...named(each), replayed: sideOf(each) });
  }

  function tell(difference: DecisionDifference): void {
    counts[difference.kind] += 1;
    const before = first.get(difference.pool);
    if (before ? difference.at < before.at : first.size < POOLS_NAMED_MAX) first.set(difference.pool, difference);
    if (shown.length < DIFFERENCES_SHOWN_MAX) shown.push(difference);
  }

  return {
    recorded: (decision) => put(decision, "recorded"),
    replayed: (decision) => put(decision, "replayed"),
    same() {
      counts.same += 1;
    },
    passed(at) {
      for (const resource of fresh) settle(resource, at - MATCH_WINDOW_MS);
      fresh.clear();
      if (at - sweptAt < MINUTE_MS) return;
      sweptAt = at;
      for (const resource of windows.keys()) settle(resource, at - MATCH_WINDOW_MS);
    },
    end() {
      for (const resource of windows.keys()) settle(resource, Number.POSITIVE_INFINITY);
      const inOrder = (one: DecisionDifference, other: DecisionDifference): number => one.at - other.at;
      const differences = counts.added + counts.removed + counts.changed;
      return {
        ...counts,
        first: [...first.values()].sort(inOrder),
        shown: shown.toSorted(inOrder),
        notShown: differences - shown.length,
      };
    },
  };
}

const named = ({ resource, pool, at }: Decision): Pick<DecisionDifference, "resource" | "pool" | "at"> => ({
  resource,
  pool,
  at,
});

/** With the values of what differs, where they are short: two sides of one transition would read alike. */
function sideOf({ at, what, cause, reasons, fields }: Decision, apart: readonly string[] = []): Side {
  const values = apart.flatMap((name) => (typeof fields[name] === "object" ? [] : [`${name} ${String(fields[name])}`]));
  return { at, what: values.length === 0 ? what : `${what} (${values.join(", ")})`, cause, reasons };
}
