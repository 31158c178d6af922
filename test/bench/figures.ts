/** The smallest value that a part `q` of all values does not exceed (nearest rank). */
export const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(q * values.length) - 1)] ?? Number.NaN;

export const round2 = (value: number): number => Math.round(value * 100) / 100;
export const rate = (count: number, seconds: number): number => Math.round(count / seconds);
