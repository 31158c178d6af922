import { FEATURES } from "./features.ts";

/** Passes over the weights; they settle long before. */
const PASSES_MAX = 100;
const SETTLED = 1e-6;
/** Keeps features that say the same from taking turns. */
const RIDGE = 1e-3;

/** The non-negative mix of features nearest to `wanted`, by weighted least squares over the rows from `begin` to before `end`.
 *  Of the features but the constant, those before `firstUsed` weigh nothing. */
export function blend(
  features: Float64Array,
  wanted: Float64Array,
  importance: Float64Array,
  begin: number,
  end: number,
  firstUsed: number,
): Float64Array {
  const products = new Float64Array(FEATURES * FEATURES);
  const goal = new Float64Array(FEATURES);
  for (let row = begin; row < end; row += 1) {
    const at = row * FEATURES;
    for (let i = 0; i < FEATURES; i += 1) {
      const weighted = features[at + i]! * importance[row]!;
      if (weighted === 0) continue;
      goal[i]! += weighted * wanted[row]!;
      for (let j = 0; j <= i; j += 1) products[i * FEATURES + j]! += weighted * features[at + j]!;
    }
  }
  for (let i = 0; i < FEATURES; i += 1)
    for (let j = 0; j < i; j += 1) products[j * FEATURES + i] = products[i * FEATURES + j]!;
  return nonNegative(products, goal, firstUsed);
}

/** Coordinate descent on the normal equations. */
function nonNegative(products: Float64Array, goal: Float64Array, firstUsed: number): Float64Array {
  const weights = new Float64Array(FEATURES);
  for (let pass = 0; pass < PASSES_MAX; pass += 1) {
    let moved = 0;
    for (let i = 0; i < FEATURES; i += 1) {
      const own = products[i * FEATURES + i]! * (1 + RIDGE);
      if (own <= 0 || (i > 0 && i < firstUsed)) continue;
      let rest = goal[i]!;
      for (let j = 0; j < FEATURES; j += 1) if (j !== i) rest -= products[i * FEATURES + j]! * weights[j]!;
      const weight = Math.max(0, rest / own);
      moved = Math.max(moved, Math.abs(weight - weights[i]!));
      weights[i] = weight;
    }
    if (moved < SETTLED) break;
  }
  return weights;
}

/** The mix of one row. */
export function mixed(features: Float64Array, row: number, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < FEATURES; i += 1) sum += weights[i]! * features[row * FEATURES + i]!;
  return sum;
}
