/// <reference path="../../.sst/platform/config.d.ts" />
import { apiFunction, probeFromTopicFunction } from "../../functions/manifest.ts";
import { FUNCTIONS } from "../../functions/shared/manifest/functions.ts";
import type { FunctionRow } from "../../functions/shared/manifest/row.ts";
import type { Settings } from "../settings.ts";
import { defineAlarms } from "./alarms.ts";
import { defineApi } from "./api.ts";
import { defineBus } from "./bus.ts";
import { defineDashboard } from "./dashboard.ts";
import { environmentOf } from "./environment.ts";
import { feed } from "./feeds.ts";
import { defineFunction } from "./function.ts";
import type { Made } from "./grant-targets.ts";
import { defineQueuePolicies } from "./queue-policies.ts";
import { defineQueues } from "./queues.ts";
import { defineSchedules } from "./schedules.ts";
import { defineSubscriptions } from "./subscriptions.ts";
import { defineTable } from "./table.ts";
import { defineTopics } from "./topics.ts";

/** The whole plane: what it keeps, what it hears, what it runs, what watches it. Answers what an engineer needs to know of it. */
export function defineApp(settings: Settings) {
  const queues = defineQueues(settings);
  const topics = defineTopics(settings);
  const bus = defineBus(settings, queues);
  const made: Made = { table: defineTable(settings), ...queues, ...topics, ...bus };
  defineQueuePolicies(made, bus, topics);
  const functions = new Map(
    FUNCTIONS.map((one) => [one.name, defineFunction(settings, made, environmentOf(settings, made, one), one)]),
  );
  const functionOf = ({ name }: FunctionRow): $util.Output<aws.lambda.Function> => {
    const found = functions.get(name);
    if (!found) throw new Error(`no function ${name} is deployed: see functions/manifest.ts`);
    return found;
  };
  for (const one of FUNCTIONS) feed(one, functionOf(one), made);
  defineSubscriptions(settings, topics, queues, functionOf(probeFromTopicFunction));
  const schedules = defineSchedules(settings, queues);
  const api = defineApi(settings, functionOf(apiFunction));
  defineAlarms(settings, made, { apiId: api.id, schedules: schedules.name });
  defineDashboard(settings);
  return {
    url: api.apiEndpoint,
    table: made.table.name,
    bus: bus.bus.arn,
    topic: topics.notices.arn,
    alerts: topics.alerts.arn,
  };
}
