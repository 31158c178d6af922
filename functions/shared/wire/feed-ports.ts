import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SQSClient } from "@aws-sdk/client-sqs";
import { CLIENT_SETTINGS } from "../../../adapters/aws/client-settings.ts";
import { feeds } from "../../../adapters/aws/messages/feeds.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import type { Environment } from "./environment.ts";

/** The port that tells what feeds the functions. */
export function feedPorts(set: Environment, { counters }: Pick<Ports, "counters">): Pick<Ports, "feeds"> {
  const client = { ...CLIENT_SETTINGS, region: set.AWS_REGION };
  const queueUrls = Object.fromEntries(
    Object.entries(set.GREENROOM_DEAD_LETTERS).map(([name, { url }]) => [name, url]),
  );
  const rules = set.GREENROOM_RULES;
  return { feeds: feeds(new SQSClient(client), new EventBridgeClient(client), { queueUrls, rules }, counters) };
}
