import { TRANSITIONS } from "../../../core/lifecycle/transitions.ts";
import type { Fact } from "../../../local/facts.ts";

/** Every cell of the lifecycle table, as `state × trigger`. */
export const CELLS: readonly string[] = Object.entries(TRANSITIONS).flatMap(([state, cells]) =>
  Object.keys(cells).map((trigger) => `${state} × ${trigger}`),
);

/** Counts the cells that saved changes went through. */
export function coverage(): { see(fact: Fact): void; readonly reached: ReadonlyMap<string, number> } {
  const reached = new Map<string, number>();
  return {
    reached,
    see(fact) {
      if (fact.kind !== "written" || fact.written.kind !== "instance" || !fact.written.before) return;
      const cell = `${fact.written.before.state} × ${fact.written.after.last.name}`;
      reached.set(cell, (reached.get(cell) ?? 0) + 1);
    },
  };
}
