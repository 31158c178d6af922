/// <reference path="../../.sst/platform/config.d.ts" />
import { METRIC_DIMENSION } from "../../core/model/aws-behaviour.ts";
import { PROBE_PATHS } from "../../core/model/delivery.ts";
import { MINUTE_MS, SECOND_MS } from "../../core/model/time.ts";
import { probeTickFunction } from "../../functions/manifest.ts";
import { FUNCTIONS, functionsFedBy } from "../../functions/shared/manifest/functions.ts";
import { isQueueFed } from "../../functions/shared/manifest/row.ts";
import { pascal } from "../names.ts";
import type { Settings } from "../settings.ts";
import type { Made } from "./grant-targets.ts";

type Text = $util.Input<string>;

/** One metric and when it is too much. */
export interface AlarmedMetric {
  readonly name: string;
  /** What is wrong, and what to do first: it is in the mail. */
  readonly says: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, Text>>;
  readonly statistic?: "Maximum";
  /** Alarms above this. */
  readonly above?: number;
  /** Of the last so many periods of five minutes, all. */
  readonly periods?: number;
}

/** What else is watched, by the names that CloudWatch has for it. */
interface Parts {
  readonly apiId: Text;
  readonly schedules: Text;
}

const PERIOD_MS = 5 * MINUTE_MS;
/** A queue whose oldest message is this old is not keeping up, unless its function says otherwise. */
const STALE_MS = 5 * MINUTE_MS;
/** DynamoDB forgets the stream after a day. */
const STREAM_STALE_MS = 5 * MINUTE_MS;

/** What there is an alarm for. */
export const alarmsOf = (settings: Settings, made: Made, parts: Parts): readonly AlarmedMetric[] => [
  ...queueWatches(made),
  ...functionWatches(settings),
  ...partWatches(settings, made, parts),
];

/** An alarm for each queue, dead-letter queue and function, for the stream, the schedules, the rules and the API. */
export function defineAlarms(settings: Settings, made: Made, parts: Parts): void {
  for (const watch of alarmsOf(settings, made, parts)) {
    new aws.cloudwatch.MetricAlarm(`${pascal(watch.name)}Alarm`, {
      name: `${settings.prefix}-${watch.name}`,
      alarmDescription: watch.says,
      namespace: watch.namespace,
      metricName: watch.metric,
      dimensions: watch.dimensions,
      statistic: watch.statistic ?? "Sum",
      period: PERIOD_MS / SECOND_MS,
      evaluationPeriods: watch.periods ?? 1,
      threshold: watch.above ?? 0,
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
      alarmActions: [made.alerts.arn],
      okActions: [made.alerts.arn],
    });
  }
}

function queueWatches({ feeding, dead, failures }: Made): readonly AlarmedMetric[] {
  const of = (queue: aws.sqs.Queue | undefined) => ({ [METRIC_DIMENSION["AWS/SQS"]]: queue?.name ?? "" });
  const sqs = { namespace: "AWS/SQS", statistic: "Maximum" } as const;
  const full = (name: string, queue: aws.sqs.Queue | undefined, says: string): AlarmedMetric => ({
    ...sqs,
    name,
    says,
    metric: "ApproximateNumberOfMessagesVisible",
    dimensions: of(queue),
  });
  return [
    ...FUNCTIONS.filter(({ name }) => dead[name] && dead[name] !== failures).map(({ name }) =>
      full(
        `${name}-dead`,
        dead[name],
        `${name} could not do something: greenroom redrive ${name} --dry-run shows what and why.`,
      ),
    ),
    full(
      "failures",
      failures,
      "Records could not be published: greenroom redrive notify --dry-run shows which and why.",
    ),
    ...FUNCTIONS.filter(isQueueFed).map(({ name, fed }) => ({
      ...sqs,
      name: `${name}-stale`,
      says: `Messages wait too long for ${name}: look at its errors, its throttles and its dead-letter queue.`,
      metric: "ApproximateAgeOfOldestMessage",
      dimensions: of(feeding[name]),
      above: (fed.staleAfterMs ?? STALE_MS) / SECOND_MS,
    })),
  ];
}

const functionWatches = ({ prefix }: Settings): readonly AlarmedMetric[] =>
  FUNCTIONS.flatMap(({ name }) =>
    (["Errors", "Throttles"] as const).map((metric) => ({
      name: `${name}-${metric.toLowerCase()}`,
      says:
        metric === "Errors"
          ? `Invocations of ${name} end in an error: its log says why.`
          : `${name} is held back: raise the account's concurrency, or what is reserved for it.`,
      namespace: "AWS/Lambda",
      metric,
      dimensions: { [METRIC_DIMENSION["AWS/Lambda"]]: `${prefix}-${name}` },
      periods: 2,
    })),
  );

function partWatches(
  { prefix }: Settings,
  { rules, notices, alerts }: Made,
  { apiId, schedules }: Parts,
): readonly AlarmedMetric[] {
  return [
    ...functionsFedBy("stream").map(({ name }) => ({
      name: `${name}-behind`,
      says: `${name} is behind the table's stream, which drops after a day what was not published. Its log says what it stops at.`,
      namespace: "AWS/Lambda",
      metric: "IteratorAge",
      dimensions: { [METRIC_DIMENSION["AWS/Lambda"]]: `${prefix}-${name}` },
      statistic: "Maximum" as const,
      above: STREAM_STALE_MS,
    })),
    ...Object.entries(rules).map(([name, rule]) => ({
      name: `${name}-rule`,
      says: `The rule of ${name} cannot deliver to its queue: look at the queue's policy.`,
      namespace: "AWS/Events",
      metric: "FailedInvocations",
      dimensions: { [METRIC_DIMENSION["AWS/Events"]]: rule.name },
    })),
    ...["InvocationDroppedCount", "TargetErrorCount"].map((metric) => ({
      name: `schedules-${metric === "TargetErrorCount" ? "failing" : "dropped"}`,
      says: "A schedule cannot deliver its tick to a queue: look at the role of the schedules.",
      namespace: "AWS/Scheduler",
      metric,
      dimensions: { [METRIC_DIMENSION["AWS/Scheduler"]]: schedules },
      periods: 2,
    })),
    ...[
      { name: "notices", topic: notices },
      { name: "alerts", topic: alerts },
    ].map(({ name, topic }) => ({
      name: `${name}-undelivered`,
      says: `The topic of ${name} fails deliveries: its delivery status log says to whom.`,
      namespace: "AWS/SNS",
      metric: "NumberOfNotificationsFailed",
      dimensions: { [METRIC_DIMENSION["AWS/SNS"]]: topic.name },
    })),
    ...PROBE_PATHS.map((path) => ({
      name: `${path}-lossy`,
      says: `Probes of ${path} were lost: greenroom delivery shows how many, and since when.`,
      namespace: "greenroom",
      metric: "delivery-lost",
      dimensions: { service: `${prefix}-${probeTickFunction.name}`, path },
    })),
    {
      name: "api-failing",
      says: "The API answers with 5xx: look at its access log, and at the log of the function api.",
      namespace: "AWS/ApiGateway",
      metric: "5xx",
      dimensions: { [METRIC_DIMENSION["AWS/ApiGateway"]]: apiId },
    },
  ];
}
