/// <reference path="../../.sst/platform/config.d.ts" />
import type { ProbePath } from "../../core/model/delivery.ts";
import { probeFromQueueFunction, probeFromTopicFunction } from "../../functions/manifest.ts";
import type { Settings } from "../settings.ts";
import type { Queues } from "./queues.ts";
import type { Topics } from "./topics.ts";

/** Both ends of the topic that probes come out of. What cannot be delivered goes to the dead-letter queue of whom it was for.
 *  A FIFO topic feeds no function. */
export function defineSubscriptions(
  { topicFifo }: Settings,
  { notices }: Topics,
  { feeding, dead }: Queues,
  fromTopic: $util.Output<aws.lambda.Function>,
): void {
  const subscribe = (
    component: string,
    name: string,
    path: ProbePath,
    args: { protocol: string; endpoint: $util.Output<string>; rawMessageDelivery?: boolean },
  ) =>
    new aws.sns.TopicSubscription(component, {
      topic: notices.arn,
      ...args,
      filterPolicy: JSON.stringify({ kind: ["probe"], path: [path] }),
      redrivePolicy: $jsonStringify({ deadLetterTargetArn: dead[name]?.arn ?? "" }),
    });
  subscribe("ProbesToQueue", probeFromQueueFunction.name, "sns-sqs", {
    protocol: "sqs",
    endpoint: feeding[probeFromQueueFunction.name]?.arn ?? $output(""),
    rawMessageDelivery: true,
  });
  if (topicFifo) return;
  new aws.lambda.Permission("ProbesToFunctionPermission", {
    action: "lambda:InvokeFunction",
    function: fromTopic.name,
    principal: "sns.amazonaws.com",
    sourceArn: notices.arn,
  });
  subscribe("ProbesToFunction", probeFromTopicFunction.name, "sns-lambda", {
    protocol: "lambda",
    endpoint: fromTopic.arn,
  });
}
