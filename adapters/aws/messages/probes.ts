import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { PublishCommand } from "@aws-sdk/client-sns";
import type { Probe } from "../../../core/model/delivery.ts";
import type { Probes } from "../../../core/ports/delivery.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import { deliveryProbe } from "../../../events/probes/delivery-probe.v1.ts";
import { probeAttributes, probeDetail, probeId, probeText } from "../../messages/probe-texts.ts";
import { failureOf, portError } from "../errors.ts";
import { MESSAGING_ERRORS, type MessagingService } from "./errors.ts";
import type { Outlets } from "./publisher.ts";

type Where = Pick<Outlets, "sns" | "topicArn" | "eventBridge" | "busName">;

/** Probes go where notices go, one to a call: what was sent with others would be timed with them. One that fails is not tried again:
 *  it would be another probe.
 *  Source: SNS API Reference, Publish; EventBridge API Reference, PutEvents. */
export const probes = (where: Where, counters: Counters): Probes => ({
  async send(probe) {
    const service = probe.path === "bus-sqs" ? "eventbridge" : "sns";
    const refused = await sentTo[service](where, probe).catch((thrown) => failureOf(service, thrown));
    if (refused) throw portError(MESSAGING_ERRORS[service].get(refused.code), { service, ...refused }, counters);
  },
});

/** What was refused, with the service's code; undefined: it was taken. */
type Send = (where: Where, probe: Probe) => Promise<{ readonly code: string; readonly message: string } | undefined>;

const sentTo: Readonly<Record<Exclude<MessagingService, "sqs">, Send>> = {
  async sns({ sns, topicArn }, probe) {
    const attributes = Object.entries(probeAttributes(probe)).map(([name, StringValue]) => [
      name,
      { DataType: "String", StringValue },
    ]);
    const MessageAttributes = Object.fromEntries(attributes);
    const order = topicArn.endsWith(".fifo") && {
      MessageGroupId: probe.path,
      MessageDeduplicationId: probeId(probe),
    };
    await sns.send(new PublishCommand({ TopicArn: topicArn, Message: probeText(probe), MessageAttributes, ...order }));
    return undefined;
  },

  /** A call that is answered with 200 may still say that its entry failed. */
  async eventbridge({ eventBridge, busName }, probe) {
    const { source: Source, detailType: DetailType } = deliveryProbe;
    const Detail = JSON.stringify(probeDetail(probe));
    const entry = { EventBusName: busName, Source, DetailType, Time: new Date(probe.sentAt), Detail };
    const { Entries: [answer] = [] } = await eventBridge.send(new PutEventsCommand({ Entries: [entry] }));
    return answer?.ErrorCode ? { code: answer.ErrorCode, message: answer.ErrorMessage ?? "" } : undefined;
  },
};
