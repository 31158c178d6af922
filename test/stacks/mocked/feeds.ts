import { expect, it } from "vitest";
import { EVENTS } from "../../../core/model/aws-behaviour.ts";
import { PLAN_DELAY_MS } from "../../../core/model/limits.ts";
import { read } from "../../../events/contract.ts";
import { functionsFedBy } from "../../../functions/shared/manifest/functions.ts";
import type { Recorded } from "../../../stacks/rehearsal/mocks.ts";
import { json, type Plane, QUEUE } from "./plane.ts";

/** Rules, schedules and subscriptions: what brings messages. */
export function holdFeeds(plane: Plane): void {
  it("lets every rule send to its target, and to its target's dead-letter queue", () => {
    const rules = plane.made().ofType("aws:cloudwatch/eventRule:EventRule");
    expect(rules).toHaveLength(functionsFedBy("event", "probes", "replays").length);
    for (const { inputs } of rules) {
      const { name, eventBusName } = inputs;
      const arn = `arn:aws:events:eu-west-1:123456789012:rule/${eventBusName ? `${eventBusName}/` : ""}${name}`;
      const target = plane
        .made()
        .ofType("aws:cloudwatch/eventTarget:EventTarget")
        .find((each) => each.inputs.rule === name);
      expect(target?.inputs.eventBusName).toBe(eventBusName);
      const { arn: deadArn } = (target?.inputs.deadLetterConfig ?? {}) as { arn?: string };
      for (const to of [target?.inputs.arn, deadArn]) {
        const at = plane
          .made()
          .ofType(QUEUE)
          .find((each) => plane.arnOf(each) === to) as Recorded;
        expect(
          plane.senders(at).filter(({ Condition }) => Condition?.ArnEquals?.["aws:SourceArn"] === arn),
          `${name} → ${to}`,
        ).toHaveLength(1);
      }
    }
  });

  it.each(functionsFedBy("event").map(({ name, contract }) => [name, contract] as const))(
    "hears AWS on the default bus, for %s by its contract",
    (name, contract) => {
      const { inputs } = plane.named("aws:cloudwatch/eventRule:EventRule", `greenroom-try-${name}`);
      expect(inputs.eventBusName).toBeUndefined();
      expect(json(inputs.eventPattern)).toEqual({
        source: [contract.source],
        "detail-type": [contract.detailType],
        "replay-name": [{ exists: false }],
      });
    },
  );

  it.each(functionsFedBy("schedule").map((row) => [row.name, row] as const))(
    "sends ticks to %s that keep the contract, and tries them again",
    (name, { contract, fed }) => {
      const { inputs } = plane.named("aws:scheduler/schedule:Schedule", `greenroom-try-${name}`);
      const target = inputs.target as Record<string, unknown>;
      expect(target).toMatchObject({
        arn: plane.arnOf(plane.queue(name)),
        deadLetterConfig: { arn: plane.arnOf(plane.queue(`${name}-dead`)) },
      });
      const { maximumRetryAttempts, maximumEventAgeInSeconds } = target.retryPolicy as Record<string, number>;
      expect(maximumRetryAttempts).toBeGreaterThan(0);
      expect(maximumRetryAttempts).toBeLessThanOrEqual(EVENTS.scheduleRetriesMax);
      expect(maximumEventAgeInSeconds).toBeLessThanOrEqual(EVENTS.scheduleAgeMaxMs / 1_000);
      const sent = String(target.input)
        .replace("<aws.scheduler.scheduled-time>", "2026-01-05T09:00:00Z")
        .replace("<aws.scheduler.execution-id>", "d32c5kddcf5bb8c3");
      expect(read(contract, sent)).toMatchObject({ kind: "heard" });
      expect(inputs.scheduleExpression).toBe(
        `rate(${fed.everyMs / 60_000} minute${fed.everyMs === 60_000 ? "" : "s"})`,
      );
    },
  );

  it("holds plan requests back on the queue itself", () => {
    const { inputs } = plane.queue("plan-pool");
    expect(inputs).toMatchObject({ fifoQueue: true, delaySeconds: PLAN_DELAY_MS / 1000 });
  });

  it("probes the topic by a queue and by a function, each with a dead-letter queue that the topic may send to", () => {
    const subscriptions = plane.made().ofType("aws:sns/topicSubscription:TopicSubscription");
    expect(subscriptions.map(({ inputs }) => [inputs.protocol, json(inputs.filterPolicy).path[0]]).sort()).toEqual([
      ["lambda", "sns-lambda"],
      ["sqs", "sns-sqs"],
    ]);
    for (const { inputs } of subscriptions) {
      const { deadLetterTargetArn } = json(inputs.redrivePolicy);
      const dead = plane
        .made()
        .ofType(QUEUE)
        .find((each) => plane.arnOf(each) === deadLetterTargetArn) as Recorded;
      expect(JSON.stringify(plane.senders(dead))).toContain("sns.amazonaws.com");
    }
    expect(plane.made().ofType("aws:sns/topicSubscription:TopicSubscription")[0]?.inputs).toBeDefined();
  });
}
