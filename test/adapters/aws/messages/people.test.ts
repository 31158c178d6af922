import { SNSClient } from "@aws-sdk/client-sns";
import { startFauxqs } from "fauxqs";
import { expect, onTestFinished, test } from "vitest";
import { CLIENT_SETTINGS } from "../../../../adapters/aws/client-settings.ts";
import { people } from "../../../../adapters/aws/messages/people.ts";
import { alertMail } from "../../../../adapters/messages/alert-text.ts";
import { alertNotice } from "../../../../core/notices/alert-notice.ts";
import { alertChanged } from "../../../../events/alerts/alert-changed.v1.ts";
import { read } from "../../../../events/contract.ts";
import { anAlert, REGION } from "../../../builders.ts";
import { counting } from "../counting.ts";

const alert = anAlert();

test("an alert goes out over SNS as an event to queues whose filter wants it, and to no other", async () => {
  const server = await startFauxqs({ port: 0, logger: false, defaultRegion: REGION });
  onTestFinished(() => server.stop());
  const { topicArn } = server.createTopic("alerts");
  const subscribe = (queue: string, FilterPolicy: string) => {
    server.createQueue(queue);
    server.subscribe({ topic: "alerts", queue, attributes: { RawMessageDelivery: "true", FilterPolicy } });
    return () => server.inspectQueue(queue)?.messages?.ready ?? [];
  };
  const wanted = subscribe("wanted", JSON.stringify({ alert: ["breaker-open"] }));
  const unwanted = subscribe("unwanted", JSON.stringify({ alert: ["delivery-loss"] }));
  const credentials = { accessKeyId: "nobody", secretAccessKey: "nothing" };
  const client = new SNSClient({ ...CLIENT_SETTINGS, region: REGION, endpoint: server.address, credentials });
  onTestFinished(() => client.destroy());

  const notice = alertNotice(alert)!;
  await people(client, topicArn, counting()).publish(notice);
  // The emulator hands over the whole message structure, of which SNS would pick a protocol's part.
  const [body] = wanted().map((message) => JSON.parse(message.body) as { default: string; email: string });
  expect(read(alertChanged, body!.default)).toMatchObject({ kind: "heard", event: { detail: notice } });
  expect(body!.email).toBe(alertMail(notice).body);
  expect(unwanted()).toEqual([]);
});
