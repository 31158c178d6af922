import { STATES } from "../events/states.ts";
import type { Settings } from "./settings.ts";

const BY_STATE = STATES.filter((state) => state !== "gone").map((state) => `instances-${state}`);
const REFILL = ["places-unfilled", "places-unmended"];
const REFILL_LAG = "refill-lag-ms";
const MONEY = ["usd-per-hour-in-use", "usd-per-hour-waiting"];
/** The present figures of a pool: `core/planner/figures.ts`. */
const POOL_FIGURES = [...BY_STATE, ...REFILL, REFILL_LAG, ...MONEY];

/** What our functions count, with the dimensions it carries beside `service`, which is the function's name.
 *  `test/stacks/widgets.test.ts` holds this against what the code counts. */
export const EMITTED: Readonly<Record<string, readonly string[]>> = {
  handled: ["function", "outcome"],
  delivery: ["path"],
  "delivery-lost": ["path"],
  "delivery-doubled": ["path"],
  "probe-not-sent": ["path", "code"],
  "event-missed": ["pool", "state"],
  "event-late": ["pool", "state"],
  "event-late-by": ["pool", "state"],
  "event-doubled": ["pool", "state"],
  "deadline-overdue": ["pool"],
  "redelivery-unset": ["function"],
  "launch-refused": ["pool", "why"],
  "signal-refused": ["pool", "why"],
  "identity-mismatch": ["pool"],
  "listing-hole": ["pool"],
  "sweep-finished": ["region", "complete"],
  "sweep-row-failed": ["region", "code"],
  "tally-lost": ["region"],
  "aws-error-unlisted": ["api", "code"],
  "access-not-yet": ["pool"],
  "persistent-renewed": ["pool"],
  "autopsy-incomplete": ["pool", "why"],
  "ec2-call": ["operation"],
  "ec2-throttled": ["operation"],
  "hit-rate": ["pool"],
  "hand-over": ["pool", "kind"],
  "hand-over-stage": ["pool", "kind", "stage"],
  saved: ["pool", "kind"],
  "idle-usd": ["pool"],
  "booking-lost": ["pool"],
  ...Object.fromEntries(POOL_FIGURES.map((name) => [name, ["pool"]])),
};

/** Counted, and on no graph: why. */
export const UNDRAWN: Readonly<Record<string, string>> = {
  "autopsy-incomplete": "each autopsy says itself what it lacks",
};

/** One graph: searches in CloudWatch's language, each with its statistic. */
interface Graph {
  readonly title: string;
  readonly lines: readonly (readonly [search: string, statistic: string])[];
  /** The sums of two searches by day, one a part of the other. */
  readonly ratio?: { readonly label: string; readonly of: string; readonly to: string; readonly scale: number };
}

/** Graphs that answer one kind of question, under its name. */
interface Section {
  readonly title: string;
  readonly graphs: readonly Graph[];
}

const PERIOD_SECONDS = 300;
const DAY_SECONDS = 86_400;
const MS_PER_SECOND = 1_000;
const COLUMNS = 3;
const WIDTH = 8;
const HEIGHT = 6;
const TITLE_HEIGHT = 1;

/** The dashboard's body. Searches find what there is when it is looked at, so that new pools appear without a deployment.
 *  Source: CloudWatch User Guide, "Search expression syntax", "Dashboard body structure and syntax". */
export function dashboardBody({ prefix, stage, region }: Settings): string {
  let y = 0;
  const widgets = sections(prefix, stage).flatMap(({ title, graphs }) => {
    if (graphs.length === 0) return [];
    const top = y + TITLE_HEIGHT;
    const text = { type: "text", x: 0, y, width: COLUMNS * WIDTH, height: TITLE_HEIGHT };
    y = top + Math.ceil(graphs.length / COLUMNS) * HEIGHT;
    return [
      { ...text, properties: { markdown: `## ${title}`, background: "transparent" } },
      ...graphs.map((graph, place) => ({
        type: "metric",
        x: (place % COLUMNS) * WIDTH,
        y: top + Math.floor(place / COLUMNS) * HEIGHT,
        width: WIDTH,
        height: HEIGHT,
        properties: drawn(graph, region),
      })),
    ];
  });
  return JSON.stringify({ widgets });
}

const drawn = ({ title, lines, ratio }: Graph, region: string) => ({
  title,
  region,
  view: "timeSeries",
  period: PERIOD_SECONDS,
  metrics: [
    ...lines.map(([search, statistic]) => ({
      expression: `SEARCH('${search}', '${statistic}', ${PERIOD_SECONDS})`,
      label: [...namesIn(search), statistic].join(" "),
    })),
    ...(ratio ? [{ expression: `${ratio.scale} * ${daily(ratio.of)} / ${daily(ratio.to)}`, label: ratio.label }] : []),
  ].map((line) => [line]),
});

/** Of all that a search finds, each is distinguished from the others by its own dimensions.
 *  Source: CloudWatch User Guide, "Using dynamic labels". */
const namesIn = (search: string): readonly string[] => {
  const [, dimensions = ""] = /^\{greenroom,service,([^}]+)\}/.exec(search) ?? [];
  const own = dimensions.split(",").filter((name) => name !== "");
  return ["MetricName", ...own.map((name) => `Dim.${name}`)].map((name) => `\${PROP('${name}')}`);
};

/** Source: CloudWatch User Guide, "Search expressions in metric math". */
const daily = (search: string): string => `SUM(SEARCH('${search}', 'Sum', ${DAY_SECONDS}))`;

function sections(prefix: string, stage: string): readonly Section[] {
  const ours = (name: string) => {
    const dimensions = ["service", ...(EMITTED[name] ?? [])];
    return `{greenroom,${dimensions.join(",")}} MetricName="${name}" ${stage}`;
  };
  const own = (name: string) => `{"greenroom/${prefix}"} MetricName="${name}"`;
  const lambda = (metric: string) => `{AWS/Lambda,FunctionName} MetricName="${metric}" ${prefix}`;
  const sqs = (metric: string, more = "") => `{AWS/SQS,QueueName} MetricName="${metric}" ${prefix}${more}`;
  const each = (statistic: string, names: readonly string[]) => names.map((name) => [ours(name), statistic] as const);
  const sums = (...names: readonly string[]) => each("Sum", names);
  return [
    {
      title: "Pools",
      graphs: [
        { title: "Pools by state", lines: each("Average", BY_STATE) },
        { title: "Places unfilled, and those that nothing is under way for", lines: each("Maximum", REFILL) },
        { title: "Refill lag: how long the oldest refill is under way", lines: each("Maximum", [REFILL_LAG]) },
        { title: "USD an hour, in use and waiting", lines: each("Average", MONEY) },
        { title: "Launches refused", lines: sums("launch-refused") },
        { title: "Signals refused", lines: sums("signal-refused", "identity-mismatch") },
      ],
    },
    {
      title: "Hand-over",
      graphs: [
        { title: "Hit rate, by pool", lines: each("Average", ["hit-rate"]) },
        {
          title: "Hand-over, by kind",
          lines: [
            [ours("hand-over"), "p50"],
            [ours("hand-over"), "p99"],
          ],
        },
        { title: "Hand-over by stage, half within", lines: each("p50", ["hand-over-stage"]) },
        { title: "Hand-over by stage, 99 of 100 within", lines: each("p99", ["hand-over-stage"]) },
        { title: "Time saved beside a cold start, ms", lines: sums("saved") },
        {
          title: "USD for instances that waited, and for a second saved, by day",
          lines: sums("idle-usd"),
          ratio: {
            label: "USD per second saved, all pools",
            ...{ of: ours("idle-usd"), to: ours("saved"), scale: MS_PER_SECOND },
          },
        },
        { title: "Figures of it that were lost", lines: sums("booking-lost") },
        {
          title: "Access not made yet, and persistent claims renewed",
          lines: sums("access-not-yet", "persistent-renewed"),
        },
      ],
    },
    {
      title: "EC2",
      graphs: [
        { title: "Requests to EC2, by operation", lines: sums("ec2-call") },
        { title: "Requests that EC2 throttled", lines: sums("ec2-throttled") },
        { title: "Answers of AWS that nobody listed", lines: sums("aws-error-unlisted") },
        { title: "Events missed, late and doubled", lines: sums("event-missed", "event-late", "event-doubled") },
        {
          title: "How late EC2's events are",
          lines: [
            [ours("event-late-by"), "p50"],
            [ours("event-late-by"), "p99"],
          ],
        },
        { title: "Sweeps", lines: sums("sweep-finished", "sweep-row-failed", "listing-hole", "tally-lost") },
      ],
    },
    {
      title: "Delivery",
      graphs: [
        {
          title: "Delivery, by path",
          lines: [
            [ours("delivery"), "p50"],
            [ours("delivery"), "p99"],
          ],
        },
        { title: "Delivery lost and doubled", lines: sums("delivery-lost", "delivery-doubled", "probe-not-sent") },
        {
          title: "SNS's own dwell time",
          lines: [
            [own("status-dwell"), "p99"],
            [own("status-failures"), "Sum"],
          ],
        },
      ],
    },
    {
      title: "The plane",
      graphs: [
        { title: "Messages done, by function and outcome", lines: sums("handled") },
        {
          title: "Deadlines overdue, and retries whose time was not set",
          lines: sums("deadline-overdue", "redelivery-unset"),
        },
        { title: "Messages that wait", lines: [[sqs("ApproximateNumberOfMessagesVisible"), "Maximum"]] },
        { title: "How long they wait", lines: [[sqs("ApproximateAgeOfOldestMessage"), "Maximum"]] },
        { title: "Dead letters", lines: [[sqs("ApproximateNumberOfMessagesVisible", " dead"), "Maximum"]] },
        {
          title: "How long functions take",
          lines: [
            [lambda("Duration"), "p50"],
            [lambda("Duration"), "p99"],
          ],
        },
        {
          title: "Functions' errors and throttles",
          lines: [
            [lambda("Errors"), "Sum"],
            [lambda("Throttles"), "Sum"],
          ],
        },
        { title: "How far notify is behind", lines: [[lambda("IteratorAge"), "Maximum"]] },
        {
          title: "The table",
          lines: ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits", "ThrottledRequests"].map((metric) => [
            `{AWS/DynamoDB,TableName} MetricName="${metric}" TableName="${prefix}"`,
            "Sum",
          ]),
        },
      ],
    },
  ];
}
