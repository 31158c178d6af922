import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { CLIENT_SETTINGS } from "../../../adapters/aws/client-settings.ts";
import { systemClock } from "../../../adapters/aws/clock.ts";
import { metricCounters } from "../../../adapters/aws/counters.ts";
import { dynamoStore } from "../../../adapters/aws/dynamo/store.ts";
import { deadLetters } from "../../../adapters/aws/messages/dead-letters.ts";
import { queues } from "../../../adapters/aws/messages/queues.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import type { Environment } from "./environment.ts";

/** Ports that only some functions are wired to, for their clients are heavy. */
export type Ec2Ports = "launcher" | "power" | "fitting" | "attachments" | "lookup" | "console" | "listing" | "dryRuns";
/** And ports that the API alone calls. */
export type ApiPorts = "replays" | "feeds";
/** What makes an instance what a claim asks for, beside EC2. */
export type FitPorts = "names" | "access";
/** What launches by launch token, and what hears instances that speak by one. */
export type SealPorts = "seals";
export type OutletPorts = "publisher" | "people" | "probes";

/** What every function is wired to: the table and the queues. */
export function kept(set: Environment): Omit<Ports, Ec2Ports | FitPorts | OutletPorts | SealPorts | ApiPorts> {
  const client = { ...CLIENT_SETTINGS, region: set.AWS_REGION };
  const clock = systemClock;
  const sqs = new SQSClient(client);
  const counters = metricCounters({ namespace: "greenroom", service: set.AWS_LAMBDA_FUNCTION_NAME });
  return {
    clock,
    counters,
    ...dynamoStore({ client: new DynamoDBClient(client), table: set.GREENROOM_TABLE, clock, counters }),
    deadLetters: deadLetters(sqs, set.GREENROOM_DEAD_LETTERS, counters),
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
