import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { PublishBatchCommand, SNSClient } from "@aws-sdk/client-sns";
import { mockClient } from "aws-sdk-client-mock";
import { publisher } from "../../../../adapters/aws/messages/publisher.ts";
import { replays } from "../../../../adapters/aws/messages/replays.ts";
import { memoryReplays } from "../../../../adapters/memory/replays.ts";
import type { Envelope } from "../../../../events/envelope.ts";
import { Scheduler } from "../../../../local/time/scheduler.ts";
import { settingsFor, WIRE_REGION } from "../../../../local/wire/clients.ts";
import { openDoor } from "../../../../local/wire/door.ts";
import { bridge, ruleArn, type SendTo } from "../../../../local/wire/events/bridge.ts";
import { eventsService } from "../../../../local/wire/events/service.ts";
import { counting } from "../../../adapters/aws/counting.ts";
import { EPOCH } from "../../../builders.ts";

const BUS = "greenroom";
const ARCHIVE = "arn:aws:events:eu-central-1:111122223333:archive/greenroom";

/** A bus behind EventBridge's own protocol, with its archive, and the adapters for AWS in front of it; the topic is a mock, for nothing
 *  here hears it. Queues are known by their url, and `send` puts into them. */
export async function openBus(send: SendTo) {
  const scheduler = new Scheduler(EPOCH);
  const rules = bridge(WIRE_REGION, send);
  const archive = memoryReplays({
    clock: scheduler,
    after: (ms, then) => scheduler.after(ms, then),
    deliver: (text) => void rules.put(BUS, JSON.parse(text) as Envelope, ["shadow"]),
    keeps: 100,
  });
  const parts = { region: WIRE_REGION, clock: scheduler, bridge: rules, archive, archiveArn: ARCHIVE, buses: [BUS] };
  const door = await openDoor(eventsService(parts));
  const client = new EventBridgeClient(settingsFor(door.url));
  const sns = new SNSClient(settingsFor(door.url));
  mockClient(sns).on(PublishBatchCommand).resolves({});
  const counters = counting();
  const outlets = { sns, topicArn: "arn:none", eventBridge: client, busName: BUS };
  const replaysOf = (archiveArn: string) =>
    replays(
      client,
      {
        archiveArn,
        busArn: `arn:aws:events:${WIRE_REGION}:111122223333:event-bus/${BUS}`,
        shadowRuleArn: ruleArn(WIRE_REGION, BUS, "shadow"),
      },
      counters,
    );
  return {
    scheduler,
    client,
    counters,
    outlets,
    publisher: publisher(outlets, counters),
    replays: replaysOf(ARCHIVE),
    ofNothing: replaysOf(`${ARCHIVE}-of-another`),
    rule: (name: string, pattern: object, url: string, deadUrl?: string) =>
      rules.putRule({
        name,
        bus: BUS,
        pattern: pattern as Parameters<typeof rules.putRule>[0]["pattern"],
        targets: [{ arn: `arn:${url}`, url, ...(deadUrl !== undefined && { deadUrl }) }],
      }),
    async close() {
      client.destroy();
      await door.close();
    },
  };
}
