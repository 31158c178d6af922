import type { Settings } from "./settings.ts";

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
  "launch-refused": ["pool", "why"],
  "signal-refused": ["pool", "why"],
  "false-speaker": ["pool"],
  "listing-hole": ["pool"],
  "sweep-finished": ["region", "complete"],
  "tally-lost": ["region"],
  "aws-error-unlisted": ["code"],
};

/** One graph: searches in CloudWatch's language, each with its statistic. */
interface Graph {
  readonly title: string;
  readonly lines: readonly (readonly [search: string, statistic: string])[];
}

const PERIOD_SECONDS = 300;
const COLUMNS = 3;
const WIDTH = 8;
const HEIGHT = 6;

/** The dashboard's body. Searches find what there is when it is looked at, so that new pools appear without a deployment.
 *  Source: CloudWatch User Guide, "Search expression syntax", "Dashboard body structure and syntax". */
export const dashboardBody = ({ prefix, stage, region }: Settings): string =>
  JSON.stringify({
    widgets: graphs(prefix, stage).map(({ title, lines }, place) => ({
      type: "metric",
      x: (place % COLUMNS) * WIDTH,
      y: Math.floor(place / COLUMNS) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      properties: {
        title,
        region,
        view: "timeSeries",
        period: PERIOD_SECONDS,
        metrics: lines.map(([search, statistic]) => [
          {
            expression: `SEARCH('${search}', '${statistic}', ${PERIOD_SECONDS})`,
            label: `\${PROP('MetricName')} ${statistic}`,
          },
        ]),
      },
    })),
  });

function graphs(prefix: string, stage: string): readonly Graph[] {
  const ours = (name: string) => {
    const dimensions = ["service", ...(EMITTED[name] ?? [])];
    return `{greenroom,${dimensions.join(",")}} MetricName="${name}" ${stage}`;
  };
  const own = (name: string) => `{"greenroom/${prefix}"} MetricName="${name}"`;
  const lambda = (metric: string) => `{AWS/Lambda,FunctionName} MetricName="${metric}" ${prefix}`;
  const sqs = (metric: string, more = "") => `{AWS/SQS,QueueName} MetricName="${metric}" ${prefix}${more}`;
  const sums = (...names: readonly string[]) => names.map((name) => [ours(name), "Sum"] as const);
  return [
    { title: "Messages done, by function and outcome", lines: sums("handled") },
    { title: "Events missed, late and doubled", lines: sums("event-missed", "event-late", "event-doubled") },
    {
      title: "How late EC2's events are",
      lines: [
        [ours("event-late-by"), "p50"],
        [ours("event-late-by"), "p99"],
      ],
    },
    { title: "Launches refused", lines: sums("launch-refused") },
    { title: "Signals refused", lines: sums("signal-refused", "false-speaker") },
    { title: "Sweeps", lines: sums("sweep-finished", "listing-hole", "tally-lost") },
    { title: "Answers of AWS that nobody listed", lines: sums("aws-error-unlisted") },
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
  ];
}
