/** How long something takes, in ms: the median, and what 1 % exceed. Drawn as a lognormal. */
export interface Timing {
  readonly p50: number;
  readonly p99: number;
}

/** Numbers that look random and come out the same for the same seed and name. */
export interface Random {
  /** In [0, 1). */
  unit(): number;
  chance(probability: number): boolean;
  /** In [low, high). */
  between(low: number, high: number): number;
  /** Whole ms. */
  timing(timing: Timing): number;
  /** Time to the next of events that come independently, every `meanMs` on average. Whole ms. */
  gap(meanMs: number): number;
  /** A whole number that is `mean` on average: one of the two whole numbers beside it. */
  whole(mean: number): number;
}

/** A stream per name, so that a part that draws more, or for the first time, shifts no other part's numbers. */
export type Streams = (name: string) => Random;

export const streams =
  (seed: number): Streams =>
  (name) =>
    randomFrom(mulberry32(hash(`${seed}/${name}`)));

/** The standard normal quantile of 0.99. */
const Z99 = 2.326;
/** Draws further out than this would make one run in ten thousand a story of its own. */
const Z_MAX = 3.5;

function randomFrom(unit: () => number): Random {
  const normal = (): number => {
    const z = Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
    return Math.max(-Z_MAX, Math.min(Z_MAX, z));
  };
  return {
    unit,
    chance: (probability) => unit() < probability,
    between: (low, high) => low + unit() * (high - low),
    timing: ({ p50, p99 }) => Math.round(p50 * Math.exp((Math.log(p99 / p50) / Z99) * normal())),
    gap: (meanMs) => Math.round(-Math.log(1 - unit()) * meanMs),
    whole: (mean) => Math.floor(mean) + (unit() < mean % 1 ? 1 : 0),
  };
}

/** Tommy Ettinger's mulberry32: 32 bits of state, enough for a stream of one thing. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** FNV-1a with murmur3's finish, so that names that differ by a digit begin far apart. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  sum = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
  sum = Math.imul(sum ^ (sum >>> 13), 0xc2b2ae35);
  return (sum ^ (sum >>> 16)) >>> 0;
}
