/// <reference path="../../.sst/platform/config.d.ts" />
import { probeFromQueueFunction, probeFromTopicFunction } from "../../functions/manifest.ts";
import { pascal } from "../names.ts";
import type { Bus } from "./bus.ts";
import type { Queues } from "./queues.ts";
import type { Topics } from "./topics.ts";

type Text = string | $util.Output<string>;
interface Sender {
  readonly service: string;
  readonly sourceArn: Text;
}

/** Who but our own roles may send to a queue: the one rule, or the one topic, that feeds it or gives up on it. One policy a queue, for
 *  SQS keeps the last one set; everything unencrypted is refused. */
export function defineQueuePolicies(queues: Queues, { rules }: Bus, { notices }: Topics): void {
  const byTopic = { service: "sns.amazonaws.com", sourceArn: notices.arn };
  for (const [name, queue] of Object.entries({ ...queues.feeding })) {
    const senders = [...fromRule(rules[name]), ...(name === probeFromQueueFunction.name ? [byTopic] : [])];
    definePolicy(`${pascal(name)}QueuePolicy`, queue, senders);
  }
  for (const [name, queue] of Object.entries(queues.dead)) {
    if (queue === queues.failures) continue;
    const isSubscribed = name === probeFromQueueFunction.name || name === probeFromTopicFunction.name;
    definePolicy(`${pascal(name)}DeadQueuePolicy`, queue, [
      ...fromRule(rules[name]),
      ...(isSubscribed ? [byTopic] : []),
    ]);
  }
  definePolicy("FailuresQueuePolicy", queues.failures, []);
}

const fromRule = (rule: aws.cloudwatch.EventRule | undefined): readonly Sender[] =>
  rule ? [{ service: "events.amazonaws.com", sourceArn: rule.arn }] : [];

function definePolicy(component: string, queue: aws.sqs.Queue, senders: readonly Sender[]): void {
  new aws.sqs.QueuePolicy(component, {
    queueUrl: queue.url,
    policy: $jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "sqs:*",
          Resource: queue.arn,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        ...senders.map(({ service, sourceArn }) => ({
          Effect: "Allow",
          Principal: { Service: service },
          Action: "sqs:SendMessage",
          Resource: queue.arn,
          Condition: { ArnEquals: { "aws:SourceArn": sourceArn } },
        })),
      ],
    }),
  });
}
