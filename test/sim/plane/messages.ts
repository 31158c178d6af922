import { RETRIES } from "../../../core/model/retries.ts";
import { MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { routeOf } from "../../../functions/routes.ts";
import { InvocationLost, type Invoke, type Post } from "../../../local/seam.ts";
import type { Armed, Armoury } from "./armed.ts";

/** Functions that queues feed, by name, those that matter most several times. */
export const FUNCTIONS: readonly string[] = [
  ...["perform-action", "perform-action", "perform-action", "plan-pool", "plan-pool", "wake", "wake"],
  ...["instance-state-changed", "instance-state-changed", "sweep", "plan-tick", "sweep-tick", "spot-interrupted"],
];

/** The same where pools follow a forecast. */
export const FORECAST_FUNCTIONS: readonly string[] = [...FUNCTIONS, "forecast-tick", "forecast-tick"];

/** Times that a batch of the stream fails before it passes. */
const POISONED_READS_MAX = 25;

/** When what is on its way arrives. */
export function postFaults(armed: Armoury): Post {
  return ({ by, about }, delayMs) => {
    const struck = armed.strike(by === "queue" ? `post:${about}` : `post:${by}`);
    if (!struck) return [delayMs];
    const { fault, random } = struck;
    const later = (least: number, most: number) => delayMs + Math.round(random.between(least, most));
    switch (fault.kind) {
      case "event-lost":
        return [];
      case "event-late":
        return [later(5 * SECOND_MS, 20 * MINUTE_MS)];
      case "event-out-of-order":
        return [later(SECOND_MS, 20 * SECOND_MS)];
      case "message-late":
      case "write-told-late":
      case "notice-late":
        return [later(5 * SECOND_MS, 5 * MINUTE_MS)];
      default:
        return [delayMs, later(0, 3 * MINUTE_MS)];
    }
  };
}

/** The fault that leaves a function one place to run in. */
export type Concurrency = (name: string) => Armed | undefined;

const receivesOf = (name: string): number => {
  const { fed } = routeOf(name);
  if (!("retry" in fed)) throw new Error(`no queue feeds ${name}`);
  return RETRIES[fed.retry].receives;
};

/** What happens between a message and its function: run again though done, failed until it is given up, one at a time. */
export function invokeFaults(armed: Armoury, ofOne: Concurrency): Invoke {
  const failing = new Map<string, number>();
  const turns = new Map<string, Promise<unknown>>();

  async function run(name: string, text: string, work: () => Promise<unknown>): Promise<unknown> {
    const left = failing.get(text);
    if (left !== undefined) return failAgain(text, left);
    const struck = armed.strike(`run:${name}`);
    if (!struck) return work();
    const { fault, random } = struck;
    switch (fault.kind) {
      case "message-dead":
        return failAgain(text, receivesOf(name));
      case "write-poisoned":
        return failAgain(text, Math.round(random.between(2, POISONED_READS_MAX)));
      case "write-told-twice":
        await work();
        return work();
      case "message-done-again":
        await work();
        throw new InvocationLost("done, and not told so");
      default:
        throw new InvocationLost("the batch came back whole");
    }
  }

  function failAgain(text: string, left: number): never {
    if (left <= 1) failing.delete(text);
    else failing.set(text, left - 1);
    throw new Error("poisoned");
  }

  return async (name, text, work) => {
    if (!ofOne(name)) return run(name, text, work);
    armed.struck("concurrency-one");
    const before = turns.get(name) ?? Promise.resolve();
    const mine = before.then(() => run(name, text, work));
    turns.set(
      name,
      mine.catch(() => {}),
    );
    return mine;
  };
}
