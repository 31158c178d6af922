import type { Store, Written } from "../../../core/ports/store.ts";

/** A fresh, empty store under test. */
export interface Subject {
  readonly store: Store;
  /** All that the store's stream has told, once that is at least `count`. */
  told(count: number): Promise<readonly Written[]>;
}

export type MakeSubject = () => Promise<Subject>;
