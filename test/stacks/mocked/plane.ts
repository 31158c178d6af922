import { expect } from "vitest";
import type { Recorded } from "../../../stacks/rehearsal/mocks.ts";
import type { Synth } from "./harness.ts";

export const QUEUE = "aws:sqs/queue:Queue";
export const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
export const ACCOUNT_BOUNDARY = "arn:aws:iam::123456789012:policy/boundary";

/** One statement of a policy, as JSON has it. */
export interface Statement {
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What was made in the stage `try`, and where to find what in it. `made` is there once the program has run. */
export interface Plane {
  made(): Synth;
  /** By its physical name; of queues, without `.fifo`. */
  named(type: string, name: string): Recorded;
  /** By what follows `greenroom-try-`. */
  queue(name: string): Recorded;
  fn(name: string): Recorded;
  arnOf(queue: Recorded): string;
  /** The statements of a queue's one policy. */
  senders(to: Recorded): readonly Statement[];
  /** Which metrics of a queue or function raise an alarm. */
  alarmsOn(dimension: string, value: unknown): readonly string[];
}

/** A text as it would be in a stage and a region with the longest of names. */
export const longest = (text: string): string =>
  text.replaceAll("greenroom-try", `greenroom-${"s".repeat(20)}`).replaceAll("eu-west-1", "ap-southeast-1");

export const json = (text: unknown) => JSON.parse(String(text));

/** Finds its way in what was made. */
export function planeOf(made: () => Synth): Plane {
  const named = (type: string, name: string): Recorded => {
    const found = made()
      .ofType(type)
      .find(({ inputs }) => inputs.name === name || inputs.name === `${name}.fifo`);
    if (!found) throw new Error(`no ${type} ${name}`);
    return found;
  };
  return {
    made,
    named,
    queue: (name) => named(QUEUE, `greenroom-try-${name}`),
    fn: (name) => named("aws:lambda/function:Function", `greenroom-try-${name}`),
    arnOf: ({ inputs }) => `arn:aws:sqs:eu-west-1:123456789012:${inputs.name}`,
    senders(to) {
      const url = `https://sqs.eu-west-1.amazonaws.com/123456789012/${to.inputs.name}`;
      const policies = made()
        .ofType("aws:sqs/queuePolicy:QueuePolicy")
        .filter(({ inputs }) => inputs.queueUrl === url);
      expect(policies, `one policy for ${to.inputs.name}, for SQS keeps only the last`).toHaveLength(1);
      return json(policies[0]?.inputs.policy).Statement;
    },
    alarmsOn: (dimension, value) =>
      made()
        .ofType(ALARM)
        .filter(({ inputs }) => (inputs.dimensions as Record<string, unknown>)[dimension] === value)
        .map(({ inputs }) => String(inputs.metricName)),
  };
}
