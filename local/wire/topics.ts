import { type PublishBatchCommandInput, type PublishBatchCommandOutput, SNSClient } from "@aws-sdk/client-sns";
import { DeleteMessageBatchCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { FauxqsServer } from "fauxqs";
import { MESSAGE_BATCH_MAX } from "../../core/model/limits.ts";
import type { Notice } from "../../events/notices/notice.ts";
import { probeFromQueueFunction, probeFromTopicFunction } from "../../functions/manifest.ts";
import { settingsFor } from "./clients.ts";

const CHANGES = "greenroom-changes";
/** Notices that were heard and may be delivered again. */
const HEARD_MAX = 20_000;

/** The topic of notices, the one for people, and a subscriber's queue. */
export interface WireTopics {
  readonly sns: SNSClient;
  readonly topicArn: string;
  readonly alertsTopicArn: string;
  /** The notice of this id as the subscriber's queue has it. Throws when it never came there. */
  hear(noticeId: string): Promise<Notice>;
  close(): void;
}

/** `onPublished` is called with every text that SNS took for the topic of notices, in order. */
export function openTopics(server: FauxqsServer, sqs: SQSClient, onPublished: (text: string) => void): WireTopics {
  const { topicArn } = server.createTopic(CHANGES);
  const { topicArn: alertsTopicArn } = server.createTopic("greenroom-alerts");
  const { queueUrl: QueueUrl, queueName: queue } = server.createQueue("subscriber");
  const subscribe = (to: string, filter: object, isRaw: boolean): void =>
    void server.subscribe({
      topic: CHANGES,
      queue: to,
      attributes: { FilterPolicy: JSON.stringify(filter), ...(isRaw && { RawMessageDelivery: "true" }) },
    });
  subscribe(queue, { kind: [{ "anything-but": ["probe"] }] }, true);
  for (const [path, { name }] of [
    ["sns-sqs", probeFromQueueFunction],
    ["sns-lambda", probeFromTopicFunction],
  ] as const)
    subscribe(`greenroom-${name}`, { kind: ["probe"], path: [path] }, path === "sns-sqs");

  const sns = new SNSClient(settingsFor(server.address));
  sns.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        if (commandName === "PublishBatchCommand")
          for (const text of taken(args.input as PublishBatchCommandInput, answer.output as PublishBatchCommandOutput))
            onPublished(text);
        return answer;
      },
    { step: "initialize", name: "published" },
  );

  const heard = new Map<string, Notice>();
  async function receive(): Promise<number> {
    const asked = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: MESSAGE_BATCH_MAX });
    const { Messages = [] } = await sqs.send(asked);
    for (const { Body = "" } of Messages) {
      const { detail } = JSON.parse(Body) as { readonly detail: Notice };
      heard.set(detail.noticeId, detail);
    }
    for (const [oldest] of heard) if (heard.size > HEARD_MAX) heard.delete(oldest);
    const Entries = Messages.map(({ ReceiptHandle }, place) => ({ Id: String(place), ReceiptHandle }));
    if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    return Messages.length;
  }
  return {
    sns,
    topicArn,
    alertsTopicArn,
    async hear(noticeId) {
      while (!heard.has(noticeId) && (await receive()) > 0);
      const notice = heard.get(noticeId);
      if (!notice) throw new Error(`the subscriber's queue does not have notice ${noticeId}`);
      return notice;
    },
    close: () => sns.destroy(),
  };
}

function taken(
  { PublishBatchRequestEntries = [] }: PublishBatchCommandInput,
  { Successful = [] }: PublishBatchCommandOutput,
) {
  const ids = new Set(Successful.map(({ Id }) => Id));
  return PublishBatchRequestEntries.filter(({ Id }) => ids.has(Id)).map(({ Message = "" }) => Message);
}
