import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Clock, Counters, Ports } from "../../../core/ports/ports.ts";
import { actions } from "./actions.ts";
import { failures } from "./failures.ts";
import { planRequests } from "./plan-requests.ts";
import { sweepRequests } from "./sweep-requests.ts";
import { timers } from "./timers.ts";

/** The queues by what they carry. */
export interface QueuesSettings {
  readonly sqs: SQSClient;
  readonly queueUrls: {
    readonly actions: string;
    readonly plans: string;
    readonly timers: string;
    readonly sweeps: string;
    readonly failures: string;
  };
  readonly clock: Clock;
  readonly counters: Counters;
}

/** What the plane's functions ask of each other, over SQS. Apart from `outlets`, for most functions publish nothing outside the plane, and SNS and
 *  EventBridge stay out of their bundles. */
export const queues = ({
  sqs,
  queueUrls,
  clock,
  counters,
}: QueuesSettings): Pick<Ports, "actions" | "planRequests" | "timers" | "sweepRequests" | "failures"> => ({
  actions: actions(sqs, queueUrls.actions, clock, counters),
  planRequests: planRequests(sqs, queueUrls.plans, clock, counters),
  timers: timers(sqs, queueUrls.timers, clock, counters),
  failures: failures(sqs, queueUrls.failures, counters),
  sweepRequests: sweepRequests(sqs, queueUrls.sweeps, clock, counters),
});
