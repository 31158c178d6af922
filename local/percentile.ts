/** The value that a part (0 to 1) of the values do not exceed, by nearest rank; 0 of none. `sorted` ascending. */
export const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
