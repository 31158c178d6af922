/// <reference path="../../.sst/platform/config.d.ts" />
import type { Settings } from "../settings.ts";
import { roleOf } from "./roles.ts";

/** The notices' topic and the topic for people. */
export interface Topics {
  readonly notices: aws.sns.Topic;
  readonly alerts: aws.sns.Topic;
}

/** Of a hundred deliveries that succeed, so many are logged; of those that fail, all. */
const LOGGED_PERCENT = 10;
/** What a delivery status line says of a try, and of how long it took. Source: SNS Developer Guide, "Message delivery status". */
const DWELL = "$.delivery.dwellTimeMs";

/** Both topics, with the log of the notices' deliveries, and who may publish to the one for people. */
export function defineTopics(settings: Settings): Topics {
  const { prefix, topicFifo, alarmEmail } = settings;
  const name = `${prefix}-notices${topicFifo ? ".fifo" : ""}`;
  const logger = statusLogRole(settings);
  const notices = new aws.sns.Topic("NoticesTopic", {
    name,
    ...(topicFifo && { fifoTopic: true }),
    sqsSuccessFeedbackRoleArn: logger.arn,
    sqsSuccessFeedbackSampleRate: LOGGED_PERCENT,
    sqsFailureFeedbackRoleArn: logger.arn,
    ...(!topicFifo && {
      lambdaSuccessFeedbackRoleArn: logger.arn,
      lambdaSuccessFeedbackSampleRate: LOGGED_PERCENT,
      lambdaFailureFeedbackRoleArn: logger.arn,
    }),
  });
  defineStatusLogs(settings, name);
  const alerts = new aws.sns.Topic("AlertsTopic", { name: `${prefix}-alerts` });
  const { accountId } = aws.getCallerIdentityOutput();
  const { partition } = aws.getPartitionOutput();
  new aws.sns.TopicPolicy("AlertsTopicPolicy", {
    arn: alerts.arn,
    policy: $jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: alerts.arn,
          Condition: {
            ArnLike: {
              "aws:SourceArn": $interpolate`arn:${partition}:cloudwatch:${settings.region}:${accountId}:alarm:${prefix}-*`,
            },
          },
        },
      ],
    }),
  });
  if (alarmEmail !== undefined)
    new aws.sns.TopicSubscription("AlertsByMail", { topic: alerts.arn, protocol: "email", endpoint: alarmEmail });
  return { notices, alerts };
}

/** SNS writes the log of deliveries itself, and takes a role for it. Source: SNS Developer Guide, "Message delivery status". */
function statusLogRole(settings: Settings): aws.iam.Role {
  const { accountId } = aws.getCallerIdentityOutput();
  const { partition } = aws.getPartitionOutput();
  return roleOf(settings, "DeliveryStatusRole", {
    name: `${settings.prefix}-${settings.region}-delivery-status`,
    service: "sns.amazonaws.com",
    statements: [
      {
        actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [
          $interpolate`arn:${partition}:logs:${settings.region}:${accountId}:log-group:sns/${settings.region}/${accountId}/${settings.prefix}-notices*`,
        ],
      },
    ],
  });
}

/** SNS would make these log groups itself, but then they were kept for ever and no filter could count what is in them. */
function defineStatusLogs({ prefix, region, logDays }: Settings, topic: string): void {
  const { accountId } = aws.getCallerIdentityOutput();
  const of = { namespace: `greenroom/${prefix}`, topic };
  const group = (name: string, suffix: string) =>
    new aws.cloudwatch.LogGroup(name, {
      name: $interpolate`sns/${region}/${accountId}/${of.topic}${suffix}`,
      retentionInDays: logDays,
    });
  const successes = group("DeliveryStatusLog", "");
  const failures = group("DeliveryFailureLog", "/Failure");
  new aws.cloudwatch.LogMetricFilter("DeliveryDwellFilter", {
    name: `${prefix}-delivery-dwell`,
    logGroupName: successes.name,
    pattern: `{ ${DWELL} = * }`,
    metricTransformation: { name: "status-dwell", namespace: of.namespace, value: DWELL, unit: "Milliseconds" },
  });
  new aws.cloudwatch.LogMetricFilter("DeliveryFailureFilter", {
    name: `${prefix}-delivery-failures`,
    logGroupName: failures.name,
    pattern: `{ $.status = "FAILURE" }`,
    metricTransformation: {
      name: "status-failures",
      namespace: of.namespace,
      value: "1",
      defaultValue: "0",
      unit: "Count",
    },
  });
}
