import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { KMSClient } from "@aws-sdk/client-kms";
import { Route53Client } from "@aws-sdk/client-route-53";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { access } from "../../../adapters/aws/access.ts";
import { CLIENT_SETTINGS } from "../../../adapters/aws/client-settings.ts";
import { systemClock } from "../../../adapters/aws/clock.ts";
import { metricCounters } from "../../../adapters/aws/counters.ts";
import { dynamoStore } from "../../../adapters/aws/dynamo/store.ts";
import { ec2Client } from "../../../adapters/aws/ec2/client.ts";
import { ec2 } from "../../../adapters/aws/ec2/ec2.ts";
import { deadLetters } from "../../../adapters/aws/messages/dead-letters.ts";
import { feeds } from "../../../adapters/aws/messages/feeds.ts";
import { outlets } from "../../../adapters/aws/messages/outlets.ts";
import { probes } from "../../../adapters/aws/messages/probes.ts";
import { queues } from "../../../adapters/aws/messages/queues.ts";
import { redelivery } from "../../../adapters/aws/messages/redelivery.ts";
import { replays } from "../../../adapters/aws/messages/replays.ts";
import { names } from "../../../adapters/aws/names.ts";
import { kmsSeals } from "../../../adapters/aws/seals.ts";
import type { Ec2Ports, OutletPorts, Ports, QueuePorts } from "../../../core/ports/ports.ts";
import type { Store } from "../../../core/ports/store.ts";
import type { Environment } from "./environment.ts";

// Adapters of AWS behind the ports, group by group. The files beside this one each put together what some functions take; what a file does
// not name stays out of the bundles of its functions, and with it the clients.

type Watched = Pick<Ports, "clock" | "counters">;

const client = ({ AWS_REGION: region }: Environment) => ({ ...CLIENT_SETTINGS, region });

/** What every function is wired to: the table and the queues. */
export function storeAndQueues(set: Environment): Watched & Store & QueuePorts {
  const clock = systemClock;
  const sqs = new SQSClient(client(set));
  const counters = metricCounters({ namespace: "greenroom", service: set.AWS_LAMBDA_FUNCTION_NAME });
  return {
    clock,
    counters,
    ...dynamoStore({ client: new DynamoDBClient(client(set)), table: set.GREENROOM_TABLE, clock, counters }),
    deadLetters: deadLetters(sqs, set.GREENROOM_DEAD_LETTERS, counters),
    redelivery: redelivery(sqs, set.GREENROOM_DEAD_LETTERS, counters),
    ...queues({
      sqs,
      queueUrls: {
        actions: set.GREENROOM_ACTIONS_URL,
        plans: set.GREENROOM_PLANS_URL,
        timers: set.GREENROOM_TIMERS_URL,
        sweeps: set.GREENROOM_SWEEPS_URL,
        failures: set.GREENROOM_FAILURES_URL,
      },
      clock,
      counters,
    }),
  };
}

export const ec2Ports = (set: Environment, { clock, counters }: Watched): Ec2Ports =>
  ec2({ client: ec2Client({ region: set.AWS_REGION, counters }), clock, counters });

const where = (set: Environment) => ({
  sns: new SNSClient(client(set)),
  topicArn: set.GREENROOM_TOPIC,
  eventBridge: new EventBridgeClient(client(set)),
  busName: set.GREENROOM_BUS,
});

export const outletPorts = (set: Environment, { counters }: Watched): OutletPorts =>
  outlets({ ...where(set), alertsTopicArn: set.GREENROOM_ALERTS_TOPIC, counters });

/** Probes alone: what notices say stays out. */
export const probesPort = (set: Environment, { counters }: Watched): Pick<Ports, "probes"> => ({
  probes: probes(where(set), counters),
});

export const namesPort = (set: Environment, { counters }: Watched): Pick<Ports, "names"> => ({
  names: names(new Route53Client(client(set)), counters),
});

export const accessPort = (set: Environment, { counters }: Watched): Pick<Ports, "access"> => ({
  access: access(new SSMClient(client(set)), counters),
});

/** Seals of launch tokens, if a key is set; by default none is. */
export const sealsPort = (set: Environment, { counters }: Watched): Pick<Ports, "seals"> => ({
  seals: kmsSeals(new KMSClient(client(set)), set.GREENROOM_LAUNCH_KEY, counters),
});

/** What feeds the functions, and the archive. */
export function feedsAndReplays(set: Environment, { counters }: Watched): Pick<Ports, "feeds" | "replays"> {
  const eventBridge = new EventBridgeClient(client(set));
  const queueUrls = Object.fromEntries(
    Object.entries(set.GREENROOM_DEAD_LETTERS).map(([name, { url }]) => [name, url]),
  );
  const arns = {
    archiveArn: set.GREENROOM_ARCHIVE,
    busArn: set.GREENROOM_BUS,
    shadowRuleArn: set.GREENROOM_SHADOW_RULE,
  };
  return {
    feeds: feeds(new SQSClient(client(set)), eventBridge, { queueUrls, rules: set.GREENROOM_RULES }, counters),
    replays: replays(eventBridge, arns, counters),
  };
}
