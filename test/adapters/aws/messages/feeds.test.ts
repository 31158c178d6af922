import { DescribeRuleCommand, EventBridgeClient, ListTargetsByRuleCommand } from "@aws-sdk/client-eventbridge";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { describe, expect, test } from "vitest";
import { feeds } from "../../../../adapters/aws/messages/feeds.ts";
import { REGION } from "../../../builders.ts";
import { counting } from "../counting.ts";

const SQS = "https://sqs.eu-west-1.amazonaws.com/111122223333/greenroom-try-";
const ARN = "arn:aws:sqs:eu-west-1:111122223333:greenroom-try-";
const PATTERN = { source: ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"] };

function room() {
  const [sqs, eventBridge] = [new SQSClient({ region: REGION }), new EventBridgeClient({ region: REGION })];
  const settings = {
    queueUrls: { "instance-state-changed": `${SQS}instance-state-changed`, wake: `${SQS}wake` },
    rules: { "instance-state-changed": "default/greenroom-try-instance-state-changed" },
  };
  const port = feeds(sqs, eventBridge, settings, counting());
  const [queues, rules] = [mockClient(sqs), mockClient(eventBridge)];
  rules.on(DescribeRuleCommand).resolves({ State: "ENABLED", EventPattern: JSON.stringify(PATTERN) });
  rules.on(ListTargetsByRuleCommand).resolves({ Targets: [{ Id: "1", Arn: `${ARN}instance-state-changed` }] });
  return { port, queues, rules };
}
const thrown = (name: string) => Object.assign(new Error(`${name} it is`), { name, $fault: "client" });
const FOUND = {
  of: "instance-state-changed",
  name: "greenroom-try-instance-state-changed",
  bus: "default",
  state: "enabled",
  hears: ["EC2 Instance State-change Notification"],
  feedsIt: true,
};

describe("rules of EventBridge", () => {
  test("are asked for on their bus, by their name", async () => {
    const { port, rules } = room();
    expect(await port.rules()).toEqual([FOUND]);
    expect(rules.commandCalls(DescribeRuleCommand)[0]?.args[0].input).toEqual({
      Name: "greenroom-try-instance-state-changed",
      EventBusName: "default",
    });
  });

  test("are disabled, or are not there", async () => {
    const disabled = room();
    disabled.rules.on(DescribeRuleCommand).resolves({ State: "DISABLED", EventPattern: JSON.stringify(PATTERN) });
    expect(await disabled.port.rules()).toEqual([{ ...FOUND, state: "disabled" }]);
    const missing = room();
    missing.rules.on(DescribeRuleCommand).rejects(thrown("ResourceNotFoundException"));
    expect(await missing.port.rules()).toEqual([{ ...FOUND, state: "missing", hears: [], feedsIt: false }]);
  });

  test("feed another queue than their function's", async () => {
    const { port, rules } = room();
    rules.on(ListTargetsByRuleCommand).resolves({ Targets: [{ Id: "1", Arn: `${ARN}not-instance-state-changed` }] });
    expect(await port.rules()).toEqual([{ ...FOUND, feedsIt: false }]);
  });

  test("that nobody may look at are no missing rules", async () => {
    const { port, rules } = room();
    rules.on(DescribeRuleCommand).rejects(thrown("AccessDeniedException"));
    await expect(port.rules()).rejects.toMatchObject({ name: "PortError", fate: "retry-after" });
  });
});

describe("queues of SQS", () => {
  test("are counted by what waits, what is under way, and what is for later; their age SQS does not report", async () => {
    const { port, queues } = room();
    queues.on(GetQueueAttributesCommand).resolves({
      Attributes: {
        ApproximateNumberOfMessages: "7",
        ApproximateNumberOfMessagesNotVisible: "2",
        ApproximateNumberOfMessagesDelayed: "40",
      },
    });
    const depth = { waiting: 7, underWay: 2, later: 40 };
    expect(await port.depths()).toEqual({ "instance-state-changed": depth, wake: depth });
  });
});
