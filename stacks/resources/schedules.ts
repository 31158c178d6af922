/// <reference path="../../.sst/platform/config.d.ts" />
import { MINUTE_MS, SECOND_MS } from "../../core/model/time.ts";
import { functionsFedBy } from "../../functions/shared/manifest/functions.ts";
import { pascal } from "../names.ts";
import { tickText } from "../patterns.ts";
import type { Settings } from "../settings.ts";
import type { Queues } from "./queues.ts";
import { roleOf } from "./roles.ts";

/** Scheduler retries nothing unless asked to. A tick is worth little once the next one is due. */
const TRIES_MORE_MAX = 5;
const TICK_AGE_MIN_MS = MINUTE_MS;

/** A schedule for each function that time feeds, in a group of their own: its queue gets a message of the contract. */
export function defineSchedules(settings: Settings, { feeding, dead }: Queues): aws.scheduler.ScheduleGroup {
  const { prefix, region } = settings;
  const ticking = functionsFedBy("schedule");
  const arnsOf = (queues: typeof feeding) => ticking.flatMap(({ name }) => queues[name]?.arn ?? []);
  const group = new aws.scheduler.ScheduleGroup("Schedules", { name: prefix });
  const role = roleOf(settings, "SchedulesRole", {
    name: `${prefix}-${region}-schedules`,
    service: "scheduler.amazonaws.com",
    // The group, and no schedule in it: that is what Scheduler says it is. Source: EventBridge Scheduler User Guide, "Confused deputy
    // prevention".
    sourceArn: group.arn,
    statements: [{ actions: ["sqs:SendMessage"], resources: [...arnsOf(feeding), ...arnsOf(dead)] }],
  });
  for (const { name, contract, fed } of ticking) {
    const { everyMs } = fed;
    const minutes = everyMs / MINUTE_MS;
    new aws.scheduler.Schedule(`${pascal(name)}Schedule`, {
      name: `${prefix}-${name}`,
      groupName: group.name,
      scheduleExpression: `rate(${minutes} ${minutes === 1 ? "minute" : "minutes"})`,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: feeding[name]?.arn ?? "",
        roleArn: role.arn,
        input: tickText(contract, region),
        deadLetterConfig: { arn: dead[name]?.arn ?? "" },
        retryPolicy: {
          maximumRetryAttempts: TRIES_MORE_MAX,
          maximumEventAgeInSeconds: Math.max(everyMs, TICK_AGE_MIN_MS) / SECOND_MS,
        },
      },
    });
  }
  return group;
}
