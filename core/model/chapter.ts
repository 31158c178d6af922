import type { InstanceId } from "./ids.ts";
import type { Instance, Transition } from "./instance.ts";
import { HISTORY_MAX } from "./limits.ts";

/** A closed part of an instance's history: transitions that followed each other, oldest first, at least one, at most HISTORY_MAX.
 *  Two chapters may share transitions; none is in no chapter. */
export interface Chapter {
  readonly instance: InstanceId;
  /** The version of the last transition. */
  readonly until: number;
  readonly transitions: readonly [Transition, ...Transition[]];
}

/** The chapter that a write closes, by the transitions its record keeps with it: every HISTORY_MAX writes, before the record
 *  forgets the first of them, and with the last state, because a tombstone expires with its history. */
export const chapterClosed = (
  { id, version, state }: Pick<Instance, "id" | "version" | "state">,
  kept: readonly Transition[],
): Chapter | undefined => {
  const [first, ...later] = kept;
  const isFull = version % HISTORY_MAX === 0;
  return first && (isFull || state === "gone")
    ? { instance: id, until: version, transitions: [first, ...later] }
    : undefined;
};
