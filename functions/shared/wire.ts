import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import { CLIENT_SETTINGS } from "../../adapters/aws/client-settings.ts";
import { systemClock } from "../../adapters/aws/clock.ts";
import { metricCounters } from "../../adapters/aws/counters.ts";
import { dynamoStore } from "../../adapters/aws/dynamo/store.ts";
import { ec2Client } from "../../adapters/aws/ec2/client.ts";
import { ec2 } from "../../adapters/aws/ec2/ec2.ts";
import { deadLetters } from "../../adapters/aws/messages/dead-letters.ts";
import { messages } from "../../adapters/aws/messages/messages.ts";
import { replays } from "../../adapters/aws/messages/replays.ts";
import type { Ports } from "../../core/ports/ports.ts";
import { problemsOf } from "../../events/contract.ts";

export { writtenFrom } from "../../adapters/aws/dynamo/stream.ts";

/** A variable that holds JSON. */
const json = <Value>(schema: z.ZodType<Value>) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: "custom", message: "must be JSON" });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** What the stacks set on every function. */
const environment = z.object({
  AWS_REGION: z.string().min(1),
  AWS_LAMBDA_FUNCTION_NAME: z.string().default("greenroom"),
  GREENROOM_TABLE: z.string().min(1),
  GREENROOM_ACTIONS_URL: z.url(),
  GREENROOM_PLANS_URL: z.url(),
  GREENROOM_TIMERS_URL: z.url(),
  GREENROOM_SWEEPS_URL: z.url(),
  GREENROOM_FAILURES_URL: z.url(),
  GREENROOM_TOPIC: z.string().startsWith("arn:"),
  GREENROOM_ALERTS_TOPIC: z.string().startsWith("arn:"),
  GREENROOM_BUS: z.string().startsWith("arn:"),
  /** The archive of the bus, and the one rule that its replays go to. */
  GREENROOM_ARCHIVE: z.string().startsWith("arn:"),
  GREENROOM_SHADOW_RULE: z.string().startsWith("arn:"),
  /** By function: where its messages die, and the queue that feeds it. Only the API asks for it. */
  GREENROOM_DEAD_LETTERS: json(z.record(z.string(), z.object({ deadUrl: z.url(), url: z.url() }))).default({}),
});

/** The ports on AWS. Throws at start, naming every variable at fault, rather than at the first event. */
export function wire(): Ports {
  const read = environment.safeParse(process.env);
  if (!read.success) {
    const faults = problemsOf(read.error).map(({ field, message }) => `${field}: ${message}`);
    throw new Error(`the function's environment is not what the stacks set: ${faults.join("; ")}`);
  }
  const { AWS_REGION: region, ...set } = read.data;
  const client = { ...CLIENT_SETTINGS, region };
  const clock = systemClock;
  const sqs = new SQSClient(client);
  const eventBridge = new EventBridgeClient(client);
  const counters = metricCounters({ namespace: "greenroom", service: set.AWS_LAMBDA_FUNCTION_NAME });
  return {
    clock,
    counters,
    ...dynamoStore({ client: new DynamoDBClient(client), table: set.GREENROOM_TABLE, clock, counters }),
    ...ec2({ client: ec2Client({ region }), clock, counters }),
    deadLetters: deadLetters(sqs, set.GREENROOM_DEAD_LETTERS, counters),
    replays: replays(
      eventBridge,
      { archiveArn: set.GREENROOM_ARCHIVE, busArn: set.GREENROOM_BUS, shadowRuleArn: set.GREENROOM_SHADOW_RULE },
      counters,
    ),
    ...messages({
      sqs,
      sns: new SNSClient(client),
      eventBridge,
      queueUrls: {
        actions: set.GREENROOM_ACTIONS_URL,
        plans: set.GREENROOM_PLANS_URL,
        timers: set.GREENROOM_TIMERS_URL,
        sweeps: set.GREENROOM_SWEEPS_URL,
        failures: set.GREENROOM_FAILURES_URL,
      },
      topicArn: set.GREENROOM_TOPIC,
      alertsTopicArn: set.GREENROOM_ALERTS_TOPIC,
      busName: set.GREENROOM_BUS,
      clock,
      counters,
    }),
  };
}
