import { beforeEach, describe } from "vitest";
import { type Divergences, divergencesOf } from "../peers/divergences.ts";
import type { Part, Suite } from "../peers/parts.ts";

/** A case of a contract suite: what was behind the port, and, where that is known to differ from AWS, why. */
export interface Held {
  readonly part: Part;
  readonly suite: Suite;
  readonly divergence?: string;
}

declare module "vitest" {
  interface TaskMeta {
    held?: Held;
  }
}

/** A suite, or a case, as vitest collected it. */
interface Task {
  readonly name: string;
  readonly suite?: Task | undefined;
  readonly tasks?: readonly Task[];
  readonly meta: { held?: Held };
  fails?: boolean | undefined;
}

/** Runs a contract suite on a part, once in all the tests. A case that is listed as a divergence must fail; so a divergence that
 *  disappears fails the run, and so does one that is listed of no case. The marks on the cases are what `docs/internals/peers.md` is printed from. */
export function held(part: Part, suite: Suite, define: () => void): void {
  const name = `on ${part}`;
  let isMarked = false;
  describe(name, () => {
    beforeEach(({ task }) => {
      if (!isMarked) mark({ part, suite }, casesUnder(name, task), divergencesOf(part, suite));
      isMarked = true;
    });
    define();
  });
}

function mark(on: { readonly part: Part; readonly suite: Suite }, cases: Cases, known: Divergences): void {
  const unknown = Object.keys(known).filter((title) => !cases.has(title));
  if (unknown.length > 0)
    throw new Error(`test/peers lists divergences of ${on.part} for cases that are not there: ${unknown.join("; ")}`);
  for (const [title, task] of cases) {
    const divergence = known[title];
    task.meta.held = { ...on, ...(divergence !== undefined && { divergence }) };
    if (divergence !== undefined) task.fails = true;
  }
}

/** Cases by their titles below the part's. */
type Cases = ReadonlyMap<string, Task>;

function casesUnder(name: string, task: Task): Cases {
  if (task.name === name && task.tasks) return new Map(task.tasks.flatMap((each) => casesOf(each, [])));
  if (!task.suite) throw new Error(`a case of a contract suite is outside of ${name}`);
  return casesUnder(name, task.suite);
}

function casesOf(task: Task, above: readonly string[]): readonly (readonly [title: string, task: Task])[] {
  const titles = [...above, task.name];
  return task.tasks ? task.tasks.flatMap((each) => casesOf(each, titles)) : [[titles.join(" > "), task]];
}
