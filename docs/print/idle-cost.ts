import { PROBE_PATHS } from "../../core/model/delivery.ts";
import {
  ALERT_TICK_MS,
  DELIVERY_WATCHED_MS,
  PROBE_CLOSE_BACK_WINDOWS,
  PROBE_TICK_MS,
  PROBE_WINDOW_MS,
  PROBES_PER_TICK,
} from "../../core/model/limits.ts";
import { DAY_MS, SECOND_MS } from "../../core/model/time.ts";
import { probeTickFunction } from "../../functions/manifest.ts";
import { FUNCTIONS } from "../../functions/shared/manifest/functions.ts";
import { isQueueFed } from "../../functions/shared/manifest/row.ts";
import { alarmNames } from "./alarm-names.ts";
import { markdownPage, markdownTable, origin } from "./markdown.ts";

/** What is not counted but assumed, each for the reason beside it. */
const ASSUMED = {
  /** A window's item when it is half full; docs/internals/publishing.md says a few KB. */
  windowKb: 3,
  /** Nobody has measured a function on Lambda: a tick, a probe that arrived, and a burst of probes, which takes about a second. */
  tickMs: 50,
  arrivalMs: 20,
  burstMs: 1_000,
  /** Lambda's own three lines of an invocation, and ours. */
  logKbPerInvocation: 1,
  /** What an idle plane counts, by `npm run -s bench -- idle`, and the distribution of each path's delays. */
  series: 14 + PROBE_PATHS.length,
};

/** A receive that finds nothing waits so long. Source: SQS Developer Guide, "Short and long polling". */
const LONG_POLL_MS = 20 * SECOND_MS;
/** "When traffic is low, Lambda scales back the processing to five concurrent batches, and can optimize to as few as 2 […]. However, this
 *  optimization is not available when you enable the maximum concurrency setting." Source: Lambda Developer Guide, "Configuring scaling
 *  behavior for SQS event source mappings". */
const POLLERS = { least: 2, most: 5 };
/** Read, for four KB, strongly consistent. Source: DynamoDB Developer Guide, "Read and write operations". */
const READ_UNIT_KB = 4;
/** To a queue, out of it, and deleted. */
const REQUESTS_PER_MESSAGE = 3;
const DAYS = 30.4;
const MILLION = 1_000_000;
const KB_PER_GB = 1_048_576;

interface Price {
  readonly usd: number;
  readonly per: string;
  readonly source: string;
}

const LIST = "no source: list price, from memory";
const PRICES = {
  lambda: { usd: 0.2 / MILLION, per: "0.20 a million requests", source: "cloudchipr.com, AWS Lambda pricing, 2024" },
  lambdaTime: {
    usd: 0.0000133334,
    per: "0.0000133334 a GB-second, ARM",
    source: "cloudchipr.com, AWS Lambda pricing, 2024",
  },
  sqs: { usd: 0.4 / MILLION, per: "0.40 a million requests", source: "cloudburn.io, Amazon SQS pricing, 2026-03-14" },
  sns: {
    usd: 0.5 / MILLION,
    per: "0.50 a million publishes",
    source: "factualminds.com, Amazon SNS pricing, 2026-06-13",
  },
  events: {
    usd: 1 / MILLION,
    per: "1.00 a million events",
    source: "cloudburn.io, Amazon EventBridge pricing, 2026-03-13",
  },
  writes: { usd: 0.625 / MILLION, per: "0.625 a million units", source: "airbyte.com, DynamoDB pricing, 2025-07-21" },
  reads: { usd: 0.125 / MILLION, per: "0.125 a million units", source: "airbyte.com, DynamoDB pricing, 2025-07-21" },
  alarm: { usd: 0.1 / DAYS, per: "0.10 an alarm and month", source: "c3x.dev, aws_cloudwatch_metric_alarm, undated" },
  metric: { usd: 0.3 / DAYS, per: "0.30 a metric and month", source: LIST },
  log: { usd: 0.5, per: "0.50 a GB", source: LIST },
} as const satisfies Record<string, Price>;

interface Line {
  readonly what: string;
  /** Units a day, at least and at most. */
  readonly least: number;
  readonly most?: number;
  readonly price: Price;
  readonly how: string;
}

/** What a plane costs that has no pools and no claims: what schedules send, and what waits for messages. */
export function idleCostPage(): string {
  const lines = linesOf();
  const total = (of: "least" | "most") => lines.reduce((sum, line) => sum + usd(line, of), 0);
  return markdownPage(
    origin("docs/print/idle-cost.ts"),
    "# What an idle plane costs",
    `About ${total("least").toFixed(0)} to ${total("most").toFixed(0)} USD a month, of ${DAYS} days, in us-east-1, without free tiers: ` +
      `${ticksADay().toLocaleString("en")} ticks a day, ${probesADay().toLocaleString("en")} probes, ${FUNCTIONS.filter(isQueueFed).length} queues ` +
      `that Lambda polls, and ${alarmNames().length} alarms. Quantities are computed from what is deployed; assumptions are marked. ` +
      "No page of AWS's own was read for a price: each source repeats AWS's list.",
    markdownTable(
      ["item", "units a day", "USD per unit", "USD a month", "basis"],
      lines.map((line) => [
        line.what,
        ranged(line.least, line.most ?? line.least, (value) =>
          value < 1 ? value.toFixed(2) : Math.round(value).toLocaleString("en"),
        ),
        `${line.price.per} (${line.price.source})`,
        ranged(usd(line, "least"), usd(line, "most"), (value) => value.toFixed(2)),
        line.how,
      ]),
    ),
    "Not included: the storage of the archive and of the table, which are empty here; the dashboard, which is one of the three that are free; schedules, " +
      "of which 14 million a month are free (cloudburn.io, Amazon EventBridge pricing, 2026-03-13); traffic out of AWS.",
    "What to cut first: probes, by `PROBES_PER_TICK` in [limits](../../core/model/limits.ts), which cause the writes and most of Lambda's cost; " +
      "alarms of functions that you do not use.",
  );
}

function linesOf(): readonly Line[] {
  const arrivals = probesADay();
  const perPath = arrivals / PROBE_PATHS.length;
  const ticks = ticksADay();
  const invocations = ticks + arrivals;
  const viaQueue = 2 * perPath;
  const probeTicks = DAY_MS / PROBE_TICK_MS;
  const windowUnits = ASSUMED.windowKb / READ_UNIT_KB;
  const writes = arrivals + PROBE_PATHS.length * (2 * probeTicks + DAY_MS / PROBE_WINDOW_MS);
  const watched = (DAY_MS / ALERT_TICK_MS) * (DELIVERY_WATCHED_MS / PROBE_WINDOW_MS);
  const reads = PROBE_PATHS.length * (watched + probeTicks * PROBE_CLOSE_BACK_WINDOWS) * windowUnits;
  const polls = DAY_MS / LONG_POLL_MS;
  const queues = FUNCTIONS.filter(isQueueFed);
  const bounded = queues.filter(({ fed }) => fed.atOnce !== undefined).length;
  const least = (bounded * POLLERS.most + (queues.length - bounded) * POLLERS.least) * polls;
  return [
    { what: "Lambda, requests", least: invocations, price: PRICES.lambda, how: "ticks, and probes that arrive" },
    {
      what: "Lambda, GB-seconds",
      least: gbSeconds(),
      price: PRICES.lambdaTime,
      how: `assumed: ${ASSUMED.tickMs} ms a tick, ${ASSUMED.arrivalMs} ms a probe, ${ASSUMED.burstMs} ms a burst`,
    },
    {
      what: "SQS, empty receives",
      least,
      most: queues.length * POLLERS.most * polls,
      price: PRICES.sqs,
      how: `each queue has ${POLLERS.least} to ${POLLERS.most} pollers, ${POLLERS.most} where a maximum concurrency is set (Lambda Developer Guide), each waiting ${LONG_POLL_MS / SECOND_MS} s`,
    },
    {
      what: "SQS, messages",
      least: (ticks + viaQueue) * REQUESTS_PER_MESSAGE,
      price: PRICES.sqs,
      how: "ticks, and probes of two paths: sent, received, deleted",
    },
    { what: "SNS, publishes", least: viaQueue, price: PRICES.sns, how: "probes of two paths" },
    {
      what: "EventBridge, our own events",
      least: perPath,
      price: PRICES.events,
      how: "probes of one path; AWS's events are free",
    },
    {
      what: "DynamoDB, write units",
      least: writes * ASSUMED.windowKb,
      price: PRICES.writes,
      how: `each probe that arrives, and three for a tick and window; assumed: ${ASSUMED.windowKb} KB an item`,
    },
    { what: "DynamoDB, read units", least: reads, price: PRICES.reads, how: "windows that are checked for losses" },
    { what: "CloudWatch, alarms", least: alarmNames().length, price: PRICES.alarm, how: "one each" },
    {
      what: "CloudWatch, custom metrics",
      least: ASSUMED.series + FUNCTIONS.length,
      price: PRICES.metric,
      how: `${ASSUMED.series} series of an idle plane, and one for errors in each function's log; a pool adds 14 and more`,
    },
    {
      what: "CloudWatch, logs, GB",
      least: (invocations * ASSUMED.logKbPerInvocation) / KB_PER_GB,
      price: PRICES.log,
      how: `assumed: ${ASSUMED.logKbPerInvocation} KB an invocation`,
    },
  ];
}

const probesADay = (): number => (DAY_MS / PROBE_TICK_MS) * PROBES_PER_TICK * PROBE_PATHS.length;
const ticksADay = (): number =>
  FUNCTIONS.reduce((sum, { fed }) => sum + (fed.by === "schedule" ? DAY_MS / fed.everyMs : 0), 0);

function gbSeconds(): number {
  const perPath = probesADay() / PROBE_PATHS.length;
  return FUNCTIONS.reduce((sum, { name, runs, fed }) => {
    const gb = runs.memoryMb / 1_024;
    const ms = name === probeTickFunction.name ? ASSUMED.burstMs : ASSUMED.tickMs;
    if (fed.by === "schedule") return sum + ((DAY_MS / fed.everyMs) * ms * gb) / SECOND_MS;
    const arrivals = fed.by === "probes" ? 2 * perPath : fed.by === "topic" ? perPath : 0;
    return sum + (arrivals * ASSUMED.arrivalMs * gb) / SECOND_MS;
  }, 0);
}

const usd = ({ least, most, price }: Line, of: "least" | "most"): number =>
  (of === "most" ? (most ?? least) : least) * price.usd * DAYS;

function ranged(least: number, most: number, text: (value: number) => string): string {
  return text(least) === text(most) ? text(least) : `${text(least)} to ${text(most)}`;
}
