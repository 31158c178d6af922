import {
  CreateArchiveCommand,
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { publisher } from "../../../adapters/aws/messages/publisher.ts";
import { settingsFor } from "../../../local/wire/clients.ts";
import { counting } from "../../adapters/aws/counting.ts";

/** A bus in an account of its own at ministack, with an archive of what is put on it, and the topic that the publisher tells first.
 *  ministack takes an access key of twelve digits for the account. */
export async function openBus(endpoint: string, account: number) {
  const credentials = { accessKeyId: String(account).padStart(12, "0"), secretAccessKey: "local" };
  const settings = { ...settingsFor(endpoint), credentials };
  const eventBridge = new EventBridgeClient(settings);
  const sns = new SNSClient(settings);
  const sqs = new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
  const busName = "greenroom";
  const { EventBusArn: busArn = "" } = await eventBridge.send(new CreateEventBusCommand({ Name: busName }));
  const { TopicArn: topicArn = "" } = await sns.send(new CreateTopicCommand({ Name: busName }));
  const live = JSON.stringify({ "replay-name": [{ exists: false }] });
  const archive = new CreateArchiveCommand({ ArchiveName: busName, EventSourceArn: busArn, EventPattern: live });
  const { ArchiveArn: archiveArn = "" } = await eventBridge.send(archive);
  const counters = counting();
  let rules = 0;

  return {
    eventBridge,
    busName,
    busArn,
    archiveArn,
    counters,
    publisher: publisher({ sns, topicArn, eventBridge, busName }, counters),
    /** A rule with a queue of its own, by its ARN, and what takes all that is in the queue. */
    async rule(pattern: object, State: "ENABLED" | "DISABLED" = "ENABLED") {
      rules += 1;
      const Name = `${busName}-${rules}`;
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: Name }));
      const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] });
      const Arn = (await sqs.send(asked)).Attributes?.QueueArn;
      const made = { EventBusName: busName, Name, State, EventPattern: JSON.stringify(pattern) };
      const { RuleArn: ruleArn = "" } = await eventBridge.send(new PutRuleCommand(made));
      await eventBridge.send(
        new PutTargetsCommand({ EventBusName: busName, Rule: Name, Targets: [{ Id: "queue", Arn }] }),
      );
      return { ruleArn, receive: () => emptied(sqs, QueueUrl ?? "") };
    },
    async close() {
      for (const client of [eventBridge, sns, sqs]) client.destroy();
    },
  };
}

/** ministack delivers before it answers who puts, so what is there now is all that comes. */
async function emptied(sqs: SQSClient, QueueUrl: string): Promise<readonly string[]> {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  if (Messages.length === 0) return [];
  const Entries = Messages.map(({ ReceiptHandle }, place) => ({ Id: String(place), ReceiptHandle }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  return [...Messages.map(({ Body = "" }) => Body), ...(await emptied(sqs, QueueUrl))];
}
