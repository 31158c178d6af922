import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { CLIENT_SETTINGS } from "../../../adapters/aws/client-settings.ts";
import { systemClock } from "../../../adapters/aws/clock.ts";
import { metricCounters } from "../../../adapters/aws/counters.ts";
import { dynamoStore } from "../../../adapters/aws/dynamo/store.ts";
import { deadLetters } from "../../../adapters/aws/messages/dead-letters.ts";
import { queues } from "../../../adapters/aws/messages/queues.ts";
import { redelivery } from "../../../adapters/aws/messages/redelivery.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import type { Environment } from "./environment.ts";

/** Ports that only some functions are wired to, for their clients are heavy. */
export const EC2_PORTS = [
  "launcher",
  "power",
  "modifications",
  "attachments",
  "lookup",
  "console",
  "listing",
  "dryRuns",
] as const;
/** And ports that the API alone calls. */
export const API_PORTS = ["replays", "feeds"] as const;
/** What makes an instance what a claim asks for, beside EC2. */
export const OVERRIDE_PORTS = ["names", "access"] as const;
/** What launches by launch token, and what hears instances that speak by one. */
export const SEAL_PORTS = ["seals"] as const;
export const OUTLET_PORTS = ["publisher", "people", "probes"] as const;
export type Ec2Ports = (typeof EC2_PORTS)[number];
export type OutletPorts = (typeof OUTLET_PORTS)[number];
type Unkept = Ec2Ports | OutletPorts | (typeof API_PORTS | typeof OVERRIDE_PORTS | typeof SEAL_PORTS)[number];

/** What every function is wired to: the table and the queues. */
export function kept(set: Environment): Omit<Ports, Unkept> {
  const client = { ...CLIENT_SETTINGS, region: set.AWS_REGION };
  const clock = systemClock;
  const sqs = new SQSClient(client);
  const counters = metricCounters({ namespace: "greenroom", service: set.AWS_LAMBDA_FUNCTION_NAME });
  return {
    clock,
    counters,
    ...dynamoStore({ client: new DynamoDBClient(client), table: set.GREENROOM_TABLE, clock, counters }),
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
