/** A bug as somebody might make it: one place of one file, changed. */
export interface PlantedBug {
  /** What the broken plane does. */
  readonly sentence: string;
  readonly file: string;
  /** Stands in the file once. */
  readonly find: string;
  readonly replace: string;
  /** The profile of faults it shows under; left out: `storm`. */
  readonly faults?: string;
  /** The first of the seeds whose worlds have what it breaks; left out: 1. */
  readonly from?: number;
}
