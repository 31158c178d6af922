import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { messages } from "../../../../adapters/aws/messages/messages.ts";
import { EPOCH, REGION } from "../../../builders.ts";
import { counting } from "../counting.ts";

/** The adapters over clients that take everything, until a test sets otherwise. */
export function room() {
  const clients = {
    sqs: new SQSClient({ region: REGION }),
    sns: new SNSClient({ region: REGION }),
    eventBridge: new EventBridgeClient({ region: REGION }),
  };
  const mocks = {
    sqs: mockClient(clients.sqs).onAnyCommand().resolves({}),
    sns: mockClient(clients.sns).onAnyCommand().resolves({}),
    eventBridge: mockClient(clients.eventBridge).onAnyCommand().resolves({}),
  };
  const ports = messages({
    ...clients,
    queueUrls: {
      actions: "https://sqs/actions",
      plans: "https://sqs/plans.fifo",
      timers: "https://sqs/timers",
      sweeps: "https://sqs/sweeps",
      failures: "https://sqs/failures",
    },
    topicArn: "arn:aws:sns:eu-west-1:111122223333:changes",
    alertsTopicArn: "arn:aws:sns:eu-west-1:111122223333:alerts",
    busName: "greenroom",
    clock: { now: () => EPOCH },
    counters: counting(),
  });
  return { ...ports, mocks };
}
