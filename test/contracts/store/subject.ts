import type { Change, Store, Written } from "../../../core/ports/store.ts";

/** A fresh, empty store under test. */
export interface Subject {
  readonly store: Store;
  /** All that the store's stream has published, once that is at least `count`. */
  told(count: number): Promise<readonly Written[]>;
  /** Deletes what has ended, as the store would when its time is over; one that expires nothing leaves it. */
  deadLetter(ended: Change): Promise<void>;
}

export type MakeSubject = () => Promise<Subject>;
