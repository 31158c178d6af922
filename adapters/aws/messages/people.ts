import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import type { People } from "../../../core/ports/messages.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import { alertAttributes, alertMail, alertText } from "../../messages/alert-text.ts";
import { stringAttributes } from "../../messages/attributes.ts";
import { call } from "./batches.ts";

/** A topic of its own: a mail in plain words for those subscribed by e-mail, the event for everybody else.
 *  Source: SNS API Reference, Publish, MessageStructure. */
export const people = (client: SNSClient, topicArn: string, counters: Counters): People => ({
  async publish(alert) {
    const { subject, body } = alertMail(alert);
    const asked = new PublishCommand({
      TopicArn: topicArn,
      Subject: subject,
      MessageStructure: "json",
      Message: JSON.stringify({ default: alertText(alert), email: body }),
      MessageAttributes: stringAttributes(alertAttributes(alert)),
    });
    await call("sns", () => client.send(asked), counters);
  },
});
