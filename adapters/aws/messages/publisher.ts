import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { PublishBatchCommand, type SNSClient } from "@aws-sdk/client-sns";
import { MESSAGE_BYTES_MAX } from "../../../core/model/limits.ts";
import type { Publisher } from "../../../core/ports/messages.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import type { Notice } from "../../../events/notices/notice.ts";
import type { Said } from "../../../events/subscribers/resources.ts";
import { stringAttributes } from "../../messages/attributes.ts";
import { withinLimit } from "../../messages/by-reference.ts";
import { type Letter, letter, letterBytes, threadOf } from "../../messages/letter.ts";
import { contractOfSaid } from "../../messages/notice-text.ts";
import { type BatchSender, failedOf, sendEach } from "./batches.ts";

/** Where notices go: a topic for whoever filters, a bus for whoever routes and archives. A topic whose name ends in `.fifo` keeps
 *  the order of each resource for its subscribers. */
export interface Outlets {
  readonly sns: SNSClient;
  readonly topicArn: string;
  readonly eventBridge: EventBridgeClient;
  readonly busName: string;
}

/** To the topic first, then to the bus what the topic took. What one of them fails is published again, to both: a subscriber drops
 *  what it has seen by the notice's id, which is in every text. */
export const publisher = (outlets: Outlets, counters: Counters): Publisher => ({
  async publish(notices) {
    const unpublished = await sendEach(topic(outlets), notices.map(letter), counters);
    const published = [...notices.entries()].filter(([index]) => !unpublished.some((each) => each.index === index));
    const events = published.map(([, notice]) => event(notice));
    const unput = await sendEach(bus(outlets), events, counters);
    return [...unpublished, ...unput.map(({ index, error }) => ({ index: published[index]?.[0] ?? index, error }))];
  },
});

/** Attributes for filter policies count into the size: name, type and value. A FIFO topic drops a double within five minutes, and
 *  keeps the order of a group. Source: SNS API Reference, PublishBatch; SNS Developer Guide, Message attributes, FIFO topics. */
const topic = ({ sns, topicArn }: Outlets): BatchSender<Letter> => ({
  service: "sns",
  bytesMax: MESSAGE_BYTES_MAX,
  bytesOf: letterBytes,
  threadOf: ({ thread }) => thread,
  async send(batch) {
    const isFifo = topicArn.endsWith(".fifo");
    const PublishBatchRequestEntries = batch.map(({ id, thread, text, attributes }, index) => ({
      Id: String(index),
      Message: text,
      MessageAttributes: stringAttributes(attributes),
      ...(isFifo && { MessageGroupId: thread, MessageDeduplicationId: id }),
    }));
    return failedOf(await sns.send(new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries })));
  },
});

/** A notice on its way to the bus. */
interface Event {
  readonly thread: string;
  readonly source: string;
  readonly detailType: string;
  readonly at: string;
  readonly detail: string;
}

function event(notice: Notice): Event {
  const write = (said: Said): Event => {
    const { source, detailType } = contractOfSaid(said);
    return { thread: threadOf(notice), source, detailType, at: said.at, detail: JSON.stringify(said) };
  };
  return withinLimit(notice, { write, bytesOf: eventBytes, bytesMax: EVENT_BYTES_MAX });
}

/** EventBridge writes the envelope itself, with an id of its own; the notice's id is in the detail.
 *  Source: EventBridge API Reference, PutEvents. */
const bus = ({ eventBridge, busName }: Outlets): BatchSender<Event> => ({
  service: "eventbridge",
  bytesMax: EVENT_BYTES_MAX,
  bytesOf: eventBytes,
  threadOf: ({ thread }) => thread,
  async send(batch) {
    const entries = batch.map(({ source, detailType, at, detail }) => ({
      EventBusName: busName,
      Source: source,
      DetailType: detailType,
      Time: new Date(at),
      Detail: detail,
    }));
    const { Entries = [] } = await eventBridge.send(new PutEventsCommand({ Entries: entries }));
    return Entries.flatMap(({ ErrorCode, ErrorMessage = "" }, index) =>
      ErrorCode ? { index, code: ErrorCode, message: ErrorMessage } : [],
    );
  },
});

/** What EventBridge counts: the time as 14, and the texts. Source: EventBridge User Guide, Calculating event entry size. */
function eventBytes({ source, detailType, detail }: Event): number {
  return 14 + Buffer.byteLength(`${source}${detailType}${detail}`);
}
/** The same page: an entry, and all of them together, must be smaller than 256 KB. */
const EVENT_BYTES_MAX = MESSAGE_BYTES_MAX - 1;
