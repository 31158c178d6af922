import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { PublishBatchCommand, type SNSClient } from "@aws-sdk/client-sns";
import type { Publisher } from "../../../core/ports/messages.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import { contractOf, type Notice } from "../../../events/notices/notice.ts";
import { noticeAttributes, noticeText } from "../../messages/texts.ts";
import { type Carrier, sendAll } from "./batches.ts";

/** Where notices go: a topic for whoever filters, a bus for whoever routes and archives. */
export interface Outlets {
  readonly sns: SNSClient;
  readonly topicArn: string;
  readonly eventBridge: EventBridgeClient;
  readonly busName: string;
}

/** To the topic first, then to the bus. Where one fails the caller publishes again, to both: a subscriber drops what it has seen
 *  by the notice's id, which is in every text. */
export const publisher = (outlets: Outlets, counters: Counters): Publisher => ({
  async publish(notices) {
    await sendAll(topic(outlets), notices, counters);
    await sendAll(bus(outlets), notices, counters);
  },
});

/** Attributes for filter policies count into the size: name, type and value.
 *  Source: SNS API Reference, PublishBatch; SNS Developer Guide, Message attributes. */
const topic = ({ sns, topicArn }: Outlets): Carrier<Notice> => ({
  service: "sns",
  bytesOf: (notice) =>
    Object.entries(noticeAttributes(notice))
      .map(([name, value]) => Buffer.byteLength(`${name}String${value}`))
      .reduce((sum, bytes) => sum + bytes, Buffer.byteLength(noticeText(notice))),
  async send(batch) {
    const entries = batch.map((notice, place) => ({
      Id: String(place),
      Message: noticeText(notice),
      MessageAttributes: Object.fromEntries(
        Object.entries(noticeAttributes(notice)).map(([name, StringValue]) => [
          name,
          { DataType: "String", StringValue },
        ]),
      ),
    }));
    const { Failed = [] } = await sns.send(
      new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: entries }),
    );
    return Failed.map(({ Id, Code = "", Message = "" }) => ({ place: Number(Id), code: Code, message: Message }));
  },
});

/** EventBridge writes the envelope itself, with an id of its own; the notice's id stands in the detail.
 *  Source: EventBridge API Reference, PutEvents; EventBridge User Guide, Calculating event entry size. */
const bus = ({ eventBridge, busName }: Outlets): Carrier<Notice> => ({
  service: "eventbridge",
  bytesOf(notice) {
    const { source, detailType } = contractOf(notice);
    return TIME_BYTES + Buffer.byteLength(`${source}${detailType}${JSON.stringify(notice)}`);
  },
  async send(batch) {
    const entries = batch.map((notice) => ({
      EventBusName: busName,
      Source: contractOf(notice).source,
      DetailType: contractOf(notice).detailType,
      Time: new Date(notice.at),
      Detail: JSON.stringify(notice),
    }));
    const { Entries = [] } = await eventBridge.send(new PutEventsCommand({ Entries: entries }));
    return Entries.flatMap(({ ErrorCode, ErrorMessage = "" }, place) =>
      ErrorCode ? { place, code: ErrorCode, message: ErrorMessage } : [],
    );
  },
});

/** What EventBridge counts for an entry's time. */
const TIME_BYTES = 14;
