import { createHash } from "node:crypto";
import { LAMBDA } from "./aws-behaviour.ts";
import { MINUTE_MS, SECOND_MS } from "./time.ts";

/** How messages are tried, and when a message that failed comes again. */
export interface RetryRow {
  /** How long one invocation may run. */
  readonly timeoutMs: number;
  /** How long a message stays hidden whose invocation ended without a word: it was throttled, it crashed, it ran out of time. */
  readonly visibilityMs: number;
  /** How long a message waits after its first failure, how many times longer after each further one, and at most. */
  readonly firstMs: number;
  readonly growth: number;
  readonly mostMs: number;
  /** Receives before the dead-letter queue. One that was throttled counts. */
  readonly receives: number;
  /** A schedule asks for the same again: what is given up is made up for. */
  readonly isAskedAgain?: true;
}

type Delays = Pick<RetryRow, "firstMs" | "growth" | "mostMs" | "receives">;

/** A claim may be waiting for it. */
const QUICK: Delays = { firstMs: 2 * SECOND_MS, growth: 2, mostMs: 2 * MINUTE_MS, receives: 20 };
const STEADY: Delays = { firstMs: 5 * SECOND_MS, growth: 2, mostMs: 2 * MINUTE_MS, receives: 18 };
/** A failed plan holds up its pool's message group, and whoever asks next asks for the same plan: what fails is given up soon. */
const PLANS: Delays = { firstMs: 5 * SECOND_MS, growth: 2, mostMs: 40 * SECOND_MS, receives: 5 };
/** The schedule asks again anyway. */
const TICKS: Delays = { firstMs: 5 * SECOND_MS, growth: 2, mostMs: MINUTE_MS, receives: 6 };

const row = (timeoutMs: number, delays: Delays, more: Pick<RetryRow, "isAskedAgain"> = {}): RetryRow => ({
  timeoutMs,
  visibilityMs: LAMBDA.visibilityPerTimeout * timeoutMs,
  ...delays,
  ...more,
});

const REPEATED = { isAskedAgain: true } as const;
const HALF_MINUTE_MS = 30 * SECOND_MS;

/** By what a queue carries: every function that a queue feeds names one of these rows in `functions/manifest.ts`. What nobody asks for again
 *  is tried for {@link PERSISTS_MS} before it is given up: what AWS, a policy or a network takes to recover. `stacks/` deploys by it,
 *  `local/` behaves by it. */
export const RETRIES = {
  actions: row(MINUTE_MS, QUICK),
  plans: row(HALF_MINUTE_MS, PLANS, REPEATED),
  timers: row(MINUTE_MS, STEADY),
  sweeps: row(5 * MINUTE_MS, STEADY),
  /** Of AWS. */
  events: row(HALF_MINUTE_MS, QUICK),
  ticks: row(HALF_MINUTE_MS, TICKS, REPEATED),
  "long-ticks": row(MINUTE_MS, TICKS, REPEATED),
  forecasts: row(2 * MINUTE_MS, TICKS, REPEATED),
  probes: row(HALF_MINUTE_MS, STEADY),
  replays: row(HALF_MINUTE_MS, STEADY),
  failures: row(MINUTE_MS, STEADY),
} as const satisfies Readonly<Record<string, RetryRow>>;

export const PERSISTS_MS = 20 * MINUTE_MS;

/** A message that failed. */
export interface FailedMessage {
  /** Times it was received, this one included: at least 1. */
  readonly receives: number;
  /** What tells it apart from others that failed at the same time: its text. */
  readonly key: string;
  /** Not before this, as the error says; absent: the row decides alone. */
  readonly retryAfterMs: number | undefined;
}

/** Part of a delay that is spread, so that what failed together does not come again together. */
const SPREAD = 0.25;

/** How long a message that failed stays hidden, ms, in whole seconds, as SQS counts: what its error says, and longer once the row says
 *  longer, so that what keeps failing comes less and less often. The same message and receive give the same delay. */
export function retryDelayMs(row: RetryRow, { receives, key, retryAfterMs = 0 }: FailedMessage): number {
  const planned = Math.min(row.firstMs * row.growth ** (receives - 1), row.mostMs);
  const part = unitOf(`${receives} ${key}`);
  const spread = Math.max(planned * (1 - SPREAD * part), retryAfterMs * (1 + SPREAD * part));
  return Math.ceil(spread / SECOND_MS) * SECOND_MS;
}

/** How long a row goes on trying a message whose errors name no time. */
export const persistsMs = (row: RetryRow): number =>
  Array.from({ length: row.receives - 1 }, (_, nth) => Math.min(row.firstMs * row.growth ** nth, row.mostMs)).reduce(
    (sum, delayMs) => sum + delayMs,
    0,
  );

/** In [0, 1), the same for the same text. */
const unitOf = (text: string): number => createHash("sha256").update(text).digest().readUInt32BE() / 2 ** 32;
