import type { Instant } from "../../core/model/time.ts";
import type { Decision } from "../../core/replay/decision.ts";
import { AHEAD_LINES } from "./bounds.ts";
import { type Line, linesOf } from "./lines.ts";
import { decisionIn } from "./published.ts";
import { unwrap } from "./unwrap.ts";

/** The decisions of a file, handed on as the time of a replay reaches them. Lines that report no decision are passed over: a
 *  recording of a bus holds both. */
export interface RecordedDecisions {
  /** Passes over those before a moment. */
  skipTo(from: Instant): Promise<void>;
  /** Hands on those up to a moment. */
  upTo(to: Instant): Promise<void>;
  /** Whether the next line is this very one, which is taken then: nearly all are, and need no reading. */
  isNext(text: string): boolean;
  /** Whether too few lines lie ready for {@link isNext} to be told, and reads more. */
  isLow(): boolean;
  fill(): Promise<void>;
  /** Reads the rest; how many were passed over before, and how many came after. */
  outside(): Promise<number>;
}

export interface RecordedParts {
  readonly take: (decision: Decision) => void;
  readonly complain: (line: number, problem: string) => void;
}

export function recordedDecisions(path: string, { take, complain }: RecordedParts): RecordedDecisions {
  const lines = linesOf(path);
  let ready: readonly Line[] = [];
  let at = 0;
  /** What was read of the line at `at`. */
  let opened: readonly Decision[] | undefined;
  let isOver = false;
  let outside = 0;

  async function fill(): Promise<void> {
    while (!isOver && ready.length - at < AHEAD_LINES) {
      const more = await lines.next();
      if (more.done) isOver = true;
      else {
        ready = [...ready.slice(at), ...more.value];
        at = 0;
      }
    }
  }

  /** Gives decisions to `use` up to the first that is not wanted. */
  async function read(isWanted: (decision: Decision) => boolean, use: (decision: Decision) => void): Promise<void> {
    for (;;) {
      if (at >= ready.length) await fill();
      const line = ready[at];
      if (!line) return;
      opened ??= decisionsOf(line, complain);
      while (opened[0] && isWanted(opened[0])) {
        use(opened[0]);
        opened = opened.slice(1);
      }
      if (opened.length > 0) return;
      opened = undefined;
      at += 1;
    }
  }
  const pass = (): void => {
    outside += 1;
  };
  return {
    skipTo: (from) => read((decision) => decision.at < from, pass),
    upTo: (to) => read((decision) => decision.at <= to, take),
    isNext(text) {
      if (ready[at]?.text !== text) return false;
      opened = undefined;
      at += 1;
      return true;
    },
    isLow: () => !isOver && ready.length - at < AHEAD_LINES / 2,
    fill,
    async outside() {
      await read(() => true, pass);
      return outside;
    },
  };
}

function decisionsOf({ number, text, problem }: Line, complain: RecordedParts["complain"]): readonly Decision[] {
  const unwrapped = text === undefined ? undefined : unwrap(text);
  if (unwrapped?.kind === "messages") return unwrapped.messages.flatMap((message) => decisionIn(message) ?? []);
  complain(number, unwrapped?.problem ?? problem ?? "cannot be read");
  return [];
}
