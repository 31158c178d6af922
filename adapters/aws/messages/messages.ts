import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Clock, Counters, Ports } from "../../../core/ports/ports.ts";
import { actions } from "./actions.ts";
import { failures } from "./failures.ts";
import { people } from "./people.ts";
import { planRequests } from "./plan-requests.ts";
import { probes } from "./probes.ts";
import { type Outlets, publisher } from "./publisher.ts";
import { sweepRequests } from "./sweep-requests.ts";
import { timers } from "./timers.ts";

/** The queues by what they carry, and where notices go. */
export interface MessagesSettings extends Outlets {
  readonly sqs: SQSClient;
  readonly queueUrls: {
    readonly actions: string;
    readonly plans: string;
    readonly timers: string;
    readonly sweeps: string;
    readonly failures: string;
  };
  /** The topic for people. */
  readonly alertsTopicArn: string;
  readonly clock: Clock;
  readonly counters: Counters;
}

/** The plane's queues, topic and bus. Counts `aws-error-unlisted` (service, code) for every error code that `errors.ts` does not
 *  know. */
export const messages = (
  settings: MessagesSettings,
): Pick<
  Ports,
  "actions" | "planRequests" | "timers" | "publisher" | "people" | "sweepRequests" | "failures" | "probes"
> => {
  const { sqs, queueUrls, clock, counters } = settings;
  return {
    actions: actions(sqs, queueUrls.actions, clock, counters),
    planRequests: planRequests(sqs, queueUrls.plans, clock, counters),
    timers: timers(sqs, queueUrls.timers, clock, counters),
    publisher: publisher(settings, counters),
    people: people(settings.sns, settings.alertsTopicArn, counters),
    failures: failures(sqs, queueUrls.failures, counters),
    probes: probes(settings, counters),
    sweepRequests: sweepRequests(sqs, queueUrls.sweeps, clock, counters),
  };
};
