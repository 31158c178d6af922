import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SNSClient } from "@aws-sdk/client-sns";
import { CLIENT_SETTINGS } from "../../../adapters/aws/client-settings.ts";
import { outlets } from "../../../adapters/aws/messages/outlets.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import type { Environment } from "./environment.ts";
import type { OutletPorts } from "./store-ports.ts";

/** The ports that topics and the bus are behind. */
export function outletPorts(set: Environment, { counters }: Pick<Ports, "counters">): Pick<Ports, OutletPorts> {
  const client = { ...CLIENT_SETTINGS, region: set.AWS_REGION };
  return outlets({
    sns: new SNSClient(client),
    eventBridge: new EventBridgeClient(client),
    topicArn: set.GREENROOM_TOPIC,
    alertsTopicArn: set.GREENROOM_ALERTS_TOPIC,
    busName: set.GREENROOM_BUS,
    counters,
  });
}
