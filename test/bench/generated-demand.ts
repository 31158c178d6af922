import type { TraceRow } from "../../local/demand/trace.ts";
import { type Random, streams } from "../../local/random.ts";

const DAY_S = 86_400;
const STEP_S = 300;
const DAYS = 42;

/** A kind of pool: mean claims an hour, how much the day and the weekend matter, how the rate drifts, how often bursts come. */
interface Kind {
  readonly trace: string;
  readonly perHour: number;
  readonly night: number;
  readonly weekend: number;
  /** Standard deviation of the logarithm of the rate, and the hours in which it forgets. */
  readonly drift: number;
  readonly memoryHours: number;
  readonly burstsPerDay: number;
  readonly burstClaims: number;
  readonly batch: number;
}

const KINDS: readonly Kind[] = [
  {
    trace: "office",
    perHour: 20,
    night: 0.1,
    weekend: 0.3,
    drift: 0.2,
    memoryHours: 6,
    burstsPerDay: 0.5,
    burstClaims: 15,
    batch: 1,
  },
  {
    trace: "steady-busy",
    perHour: 60,
    night: 0.5,
    weekend: 0.9,
    drift: 0.3,
    memoryHours: 24,
    burstsPerDay: 0,
    burstClaims: 0,
    batch: 1,
  },
  {
    trace: "drifting",
    perHour: 30,
    night: 0.8,
    weekend: 1,
    drift: 0.9,
    memoryHours: 8,
    burstsPerDay: 1,
    burstClaims: 30,
    batch: 1,
  },
  {
    trace: "builds-in-batches",
    perHour: 3,
    night: 0.1,
    weekend: 0.2,
    drift: 0.6,
    memoryHours: 1,
    burstsPerDay: 0,
    burstClaims: 0,
    batch: 6,
  },
  {
    trace: "quiet-bursty",
    perHour: 2,
    night: 0.4,
    weekend: 0.7,
    drift: 0.5,
    memoryHours: 3,
    burstsPerDay: 3,
    burstClaims: 12,
    batch: 1,
  },
];

/** Six weeks of demand that nobody recorded, one trace per kind, at 5 minutes. The same for the same seed. */
export const generatedDemand = (seed: number) =>
  KINDS.map((kind) => ({
    trace: `generated-${kind.trace}`,
    rows: rowsOf(kind, streams(seed)(`demand/${kind.trace}`)),
    bucketSeconds: STEP_S,
    batch: kind.batch,
  }));

function rowsOf(kind: Kind, random: Random): readonly TraceRow[] {
  const counts = new Map<number, number>();
  const keep = Math.exp(-STEP_S / 3_600 / kind.memoryHours);
  let drift = 0;
  for (let at = 0; at < DAYS * DAY_S; at += STEP_S) {
    drift = keep * drift + Math.sqrt(1 - keep * keep) * kind.drift * normal(random);
    const hour = (at % DAY_S) / 3_600;
    const day = kind.night + (1 - kind.night) * Math.exp(-(((hour - 13) / 4.5) ** 2));
    const week = Math.floor(at / DAY_S) % 7 < 5 ? 1 : kind.weekend;
    const claims = poisson(random, (kind.perHour / (3_600 / STEP_S)) * day * week * Math.exp(drift));
    if (claims > 0) counts.set(at, claims);
    if (random.chance((kind.burstsPerDay * STEP_S) / DAY_S))
      counts.set(at, (counts.get(at) ?? 0) + Math.round(kind.burstClaims * random.between(0.3, 1.7)));
  }
  return [...counts].map(([atSeconds, count]) => ({ atSeconds, count }));
}

/** Near enough, from twelve draws. */
const normal = (random: Random): number => Array.from({ length: 12 }, () => random.unit()).reduce((a, b) => a + b) - 6;

function poisson(random: Random, mean: number): number {
  let left = Math.exp(-mean);
  let count = 0;
  for (let drawn = random.unit(); drawn > left; count += 1) {
    drawn -= left;
    left *= mean / (count + 1);
    if (left < 1e-12) break;
  }
  return count;
}
