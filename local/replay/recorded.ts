import type { Instant } from "../../core/model/time.ts";
import type { Decision } from "../../core/replay/decision.ts";
import { type Line, linesOf } from "./lines.ts";
import { decisionIn } from "./told.ts";
import { unwrap } from "./unwrap.ts";

/** The decisions of a file, handed on as the time of a replay reaches them. Lines that tell of no decision are passed over: a
 *  recording of a bus holds both. */
export interface RecordedDecisions {
  /** Passes over those before a moment. */
  skipTo(from: Instant): Promise<void>;
  /** Hands on those up to a moment. */
  upTo(to: Instant): Promise<void>;
  /** Reads the rest; how many were passed over before, and how many came after. */
  outside(): Promise<number>;
}

export function recordedDecisions(
  path: string,
  take: (decision: Decision) => void,
  complain: (line: number, problem: string) => void,
): RecordedDecisions {
  const decisions = decisionsIn(path, complain);
  let next: Decision | undefined;
  let isOver = false;
  let outside = 0;

  /** Gives those that are wanted to `use`; the first that is not waits. */
  async function read(isWanted: (decision: Decision) => boolean, use: (decision: Decision) => void): Promise<void> {
    while (!isOver) {
      if (!next) {
        const read = await decisions.next();
        if (read.done) isOver = true;
        else next = read.value;
        continue;
      }
      if (!isWanted(next)) return;
      use(next);
      next = undefined;
    }
  }
  const pass = (): void => {
    outside += 1;
  };
  return {
    skipTo: (from) => read(({ at }) => at < from, pass),
    upTo: (to) => read(({ at }) => at <= to, take),
    async outside() {
      await read(() => true, pass);
      return outside;
    },
  };
}

async function* decisionsIn(path: string, complain: (line: number, problem: string) => void): AsyncGenerator<Decision> {
  for await (const lines of linesOf(path)) for (const line of lines) yield* decisionsOf(line, complain);
}

function decisionsOf({ number, text, problem }: Line, complain: (line: number, problem: string) => void) {
  const unwrapped = text === undefined ? undefined : unwrap(text);
  if (unwrapped?.kind === "messages") return unwrapped.messages.flatMap((message) => decisionIn(message) ?? []);
  complain(number, unwrapped?.problem ?? problem ?? "cannot be read");
  return [];
}
