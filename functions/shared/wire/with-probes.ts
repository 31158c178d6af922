import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SNSClient } from "@aws-sdk/client-sns";
import { CLIENT_SETTINGS } from "../../../adapters/aws/client-settings.ts";
import { probes } from "../../../adapters/aws/messages/probes.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import { readEnvironment } from "./environment.ts";
import { wire as wireWithQueues } from "./with-queues.ts";

/** The wiring of a function that sends probes over the paths of notices, and no notices: what they say stays out of it. */
export function wire(): Ports {
  const set = readEnvironment();
  const client = { ...CLIENT_SETTINGS, region: set.AWS_REGION };
  const all = wireWithQueues();
  const where = {
    sns: new SNSClient(client),
    topicArn: set.GREENROOM_TOPIC,
    eventBridge: new EventBridgeClient(client),
    busName: set.GREENROOM_BUS,
  };
  return { ...all, probes: probes(where, all.counters) };
}
