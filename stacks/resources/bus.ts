/// <reference path="../../.sst/platform/config.d.ts" />
import { deliveryProbe } from "../../events/probes/delivery-probe.v1.ts";
import { functionsFedBy } from "../../functions/shared/manifest/functions.ts";
import { pascal } from "../names.ts";
import { eventPattern, ownEvents } from "../patterns.ts";
import type { Settings } from "../settings.ts";
import type { Queues } from "./queues.ts";

/** The plane's bus, its archive, and every rule by the function whose queue it feeds. */
export interface Bus {
  readonly bus: aws.cloudwatch.EventBus;
  readonly archive: aws.cloudwatch.EventArchive;
  readonly rules: Readonly<Record<string, aws.cloudwatch.EventRule>>;
}

/** EventBridge's own bounds, which it would use anyway: nothing is given up that could still be delivered.
 *  Source: EventBridge User Guide, "How EventBridge retries delivering events". */
const DELIVERY = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 };

/** AWS's events come on the default bus and nowhere else; ours, the probes and what the archive sends again on our own. */
export function defineBus(settings: Settings, queues: Queues): Bus {
  const { prefix, archiveDays, isProtected } = settings;
  const bus = new aws.cloudwatch.EventBus("Bus", { name: prefix });
  const archive = new aws.cloudwatch.EventArchive(
    "Archive",
    {
      name: prefix.slice(0, ARCHIVE_NAME_MAX),
      eventSourceArn: bus.arn,
      retentionDays: archiveDays,
      eventPattern: JSON.stringify({ ...ownEvents, "detail-type": [{ "anything-but": [deliveryProbe.detailType] }] }),
    },
    { retainOnDelete: isProtected },
  );
  const onOurs = { eventBusName: bus.name };
  const rules = Object.fromEntries([
    ...functionsFedBy("event").map(({ name, contract }) => [
      name,
      defineRule(settings, name, eventPattern(contract), undefined, queues),
    ]),
    ...functionsFedBy("probes").map(({ name, contract }) => [
      name,
      defineRule(settings, name, eventPattern(contract), onOurs, queues),
    ]),
    ...functionsFedBy("replays").map(({ name }) => [
      name,
      defineRule(settings, name, { ...ownEvents, "replay-name": [{ exists: true }] }, onOurs, queues),
    ]),
  ]);
  return { bus, archive, rules };
}

/** Source: EventBridge API Reference, CreateArchive. */
const ARCHIVE_NAME_MAX = 48;

function defineRule(
  { prefix }: Settings,
  name: string,
  pattern: object,
  on: { eventBusName: $util.Output<string> } | undefined,
  { feeding, dead }: Queues,
): aws.cloudwatch.EventRule {
  const rule = new aws.cloudwatch.EventRule(`${pascal(name)}Rule`, {
    name: `${prefix}-${name}`,
    eventPattern: JSON.stringify(pattern),
    ...on,
  });
  new aws.cloudwatch.EventTarget(`${pascal(name)}Target`, {
    rule: rule.name,
    ...on,
    targetId: name,
    arn: feeding[name]?.arn ?? "",
    deadLetterConfig: { arn: dead[name]?.arn ?? "" },
    retryPolicy: DELIVERY,
  });
  return rule;
}
