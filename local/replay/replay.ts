import type { StoredState } from "../../adapters/memory/stored-state.ts";
import type { Instant } from "../../core/model/time.ts";
import type { Decision } from "../../core/replay/decision.ts";
import { KINDS_COUNTED_MAX, PROBLEMS_SHOWN_MAX } from "./bounds.ts";
import { type Differences, differ } from "./differ.ts";
import { linesOf } from "./lines.ts";
import { decisionMade } from "./published.ts";
import { recordedDecisions } from "./recorded.ts";
import { type Handled, replayer } from "./replayer.ts";
import { unwrap } from "./unwrap.ts";

export interface ReplayOptions {
  /** Path of a recording: NDJSON, packed by gzip or not. */
  readonly events: string;
  /** Path of the decisions to compare with: notices and plans, in the same forms. */
  readonly against?: string;
  /** The records to begin with; left out: none. */
  readonly stored?: StoredState;
  readonly signal?: AbortSignal;
}

/** One line that could not be handled, and why. */
export interface LineProblem {
  readonly file: "events" | "against";
  readonly line: number;
  readonly problem: string;
}

export interface ReplayResult extends Handled {
  readonly lines: number;
  readonly messages: number;
  /** When the first and the last message were handled. */
  readonly from?: Instant;
  readonly to?: Instant;
  readonly decisions: {
    readonly total: number;
    /** How many, by what was decided and by the codes of the reasons given; the most frequent first. */
    readonly kinds: Readonly<Record<string, number>>;
    readonly reasons: Readonly<Record<string, number>>;
  };
  readonly problems: { readonly shown: readonly LineProblem[]; readonly notShown: number };
  readonly difference?: Differences & {
    /** Recorded decisions from before or after the time of the events: they are compared with nothing. */
    readonly outside: number;
  };
}

/** Replays a recording. Rejects with Node's error for a file that cannot be read. */
export async function replay({ events, against, stored, signal }: ReplayOptions): Promise<ReplayResult> {
  const problems = complaints();
  const difference = against === undefined ? undefined : differ();
  const counting = tally();
  let line = 0;
  const plane = replayer({
    decided(said) {
      const decision = decisionMade(said);
      counting.count(decision);
      if (recorded?.isNext(said.text())) difference?.same();
      else difference?.replayed(decision);
    },
    complain: (problem) => problems.add({ file: "events", line, problem }),
    ...(stored && { stored }),
  });
  const recorded =
    against === undefined || !difference
      ? undefined
      : recordedDecisions(against, {
          take: difference.recorded,
          complain: (at, problem) => problems.add({ file: "against", line: at, problem }),
        });

  let messages = 0;
  let from: Instant | undefined;
  for await (const lines of linesOf(events)) {
    if (signal?.aborted) break;
    for (const { number, text, problem } of lines) {
      line = number;
      const unwrapped = text === undefined ? undefined : unwrap(text);
      if (unwrapped?.kind !== "messages") {
        problems.add({ file: "events", line, problem: unwrapped?.problem ?? problem ?? "cannot be read" });
        continue;
      }
      for (const message of unwrapped.messages) {
        messages += 1;
        if (from === undefined) {
          from = message.at;
          await recorded?.skipTo(from);
        } else if (recorded && message.at > plane.now()) {
          await recorded.upTo(plane.now());
          difference?.passed(message.at);
        }
        if (recorded?.isLow()) await recorded.fill();
        await plane.take(message);
      }
    }
  }
  await recorded?.upTo(plane.now());
  const outside = (await recorded?.outside()) ?? 0;
  return {
    lines: line,
    messages,
    ...plane.handled(),
    ...(from !== undefined && { from, to: plane.now() }),
    decisions: counting.counts(),
    problems: problems.all(),
    ...(difference && { difference: { ...difference.end(), outside } }),
  };
}

function complaints() {
  const shown: LineProblem[] = [];
  let notShown = 0;
  return {
    add(problem: LineProblem): void {
      if (shown.length < PROBLEMS_SHOWN_MAX) shown.push(problem);
      else notShown += 1;
    },
    all: () => ({ shown, notShown }),
  };
}

function tally() {
  let total = 0;
  const kinds = new Map<string, number>();
  const reasons = new Map<string, number>();
  const add = (counts: Map<string, number>, name: string): void => {
    const known = counts.has(name) || counts.size < KINDS_COUNTED_MAX ? name : "(others)";
    counts.set(known, (counts.get(known) ?? 0) + 1);
  };
  const ranked = (counts: ReadonlyMap<string, number>) =>
    Object.fromEntries([...counts].sort(([one, n], [other, m]) => m - n || (one < other ? -1 : 1)));
  return {
    count(decision: Decision): void {
      total += 1;
      add(kinds, decision.kind);
      for (const { code } of decision.reasons) add(reasons, code);
    },
    counts: () => ({ total, kinds: ranked(kinds), reasons: ranked(reasons) }),
  };
}
