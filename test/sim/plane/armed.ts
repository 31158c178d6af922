import type { Random } from "../../../local/random.ts";
import type { Fault, FaultKind } from "./schedule.ts";

/** A fault that waits for what it strikes, with a stream of its own for how. */
export interface Armed {
  readonly fault: Fault;
  readonly random: Random;
}

/** What is armed at each place, and what has struck. */
export interface Armoury {
  arm(offering: string, armed: Armed): void;
  /** The next fault that waits at a place, which strikes now. */
  strike(offering: string): Armed | undefined;
  /** One struck that waited at no place. */
  struck(kind: FaultKind): void;
  /** Nothing waits any more. */
  clear(): void;
  readonly counts: Readonly<Partial<Record<FaultKind, number>>>;
}

export function armoury(): Armoury {
  const waiting = new Map<string, Armed[]>();
  const counts: Partial<Record<FaultKind, number>> = {};
  const struck = (kind: FaultKind): void => {
    counts[kind] = (counts[kind] ?? 0) + 1;
  };
  return {
    arm(offering, armed) {
      const others = waiting.get(offering);
      if (others) others.push(armed);
      else waiting.set(offering, [armed]);
    },
    strike(offering) {
      const armed = waiting.get(offering)?.shift();
      if (armed) struck(armed.fault.kind);
      return armed;
    },
    struck,
    clear: () => waiting.clear(),
    counts,
  };
}
