import { EC2 } from "../core/model/aws-behaviour.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../core/model/time.ts";
import type { Timing } from "./random.ts";

/** What the local cloud takes for granted. None of it is measured on AWS by us: published figures where there are any
 *  (SQS → Lambda 16/105 ms, SNS → Lambda 73/225, EventBridge → Lambda 148/387, DynamoDB stream → Lambda 213/552, PutItem 7.6/16),
 *  experience elsewhere, and worse than AWS on purpose where the plane should be able to bear it. */

/** One call of the store, whichever; a transaction is dearer on AWS, a read cheaper. */
export const STORE_CALL: Timing = { p50: 8, p99: 16 };
export const QUEUE_CALL: Timing = { p50: 10, p99: 40 };
/** API Gateway, the network and Lambda's own share of one request. */
export const HTTP_CALL: Timing = { p50: 20, p99: 80 };
/** EC2's API by method of our ports. */
export const EC2_CALLS = {
  launch: { p50: 1_100, p99: 2_600 },
  start: { p50: 600, p99: 1_500 },
  stop: { p50: 500, p99: 1_300 },
  terminate: { p50: 500, p99: 1_300 },
  retype: { p50: 400, p99: 900 },
  tag: { p50: 300, p99: 800 },
  untag: { p50: 300, p99: 800 },
  regroup: { p50: 400, p99: 900 },
  reprofile: { p50: 700, p99: 1_800 },
  measure: { p50: 300, p99: 800 },
  attach: { p50: 700, p99: 1_800 },
  grow: { p50: 800, p99: 2_000 },
  lend: { p50: 500, p99: 1_300 },
  addressOf: { p50: 300, p99: 800 },
  look: { p50: 300, p99: 800 },
  page: { p50: 400, p99: 1_200 },
  read: { p50: 400, p99: 1_000 },
} as const satisfies Record<string, Timing>;

/** From a change of power to its being on the console that EC2 shows. */
export const CONSOLE_LAG_MS = 20 * SECOND_MS;

/** Route 53's and SSM's APIs, by method of our ports. */
export const OTHER_CALLS = {
  point: { p50: 300, p99: 1_000 },
  unpoint: { p50: 300, p99: 1_000 },
  make: { p50: 200, p99: 600 },
} as const satisfies Record<string, Timing>;
/** From an order to make access to its end on the instance, and part of the orders for which SSM's agent is not there yet. */
export const ACCESS_MADE: Timing = { p50: 3 * SECOND_MS, p99: 12 * SECOND_MS };
export const ACCESS_EARLY_CHANCE = 0.2;
/** What the root volume of an image has. */
export const ROOT_GIB = 30;

/** From a change in EC2 to the inbox of a rule. */
export const RULE_DELIVERY: Timing = { p50: 132, p99: 282 };
/** Parts of the events that come late: by seconds, and by minutes. */
export const LATE_CHANCE = 0.02;
export const LATE: Timing = { p50: 4 * SECOND_MS, p99: 30 * SECOND_MS };
export const VERY_LATE_CHANCE = 0.001;
export const VERY_LATE: Timing = { p50: MINUTE_MS, p99: 3 * MINUTE_MS };
/** Part of the events that a rule delivers twice, and how long after the first. */
export const DOUBLED_EVENT_CHANCE = 0.01;
export const DOUBLE_GAP: Timing = { p50: 2 * SECOND_MS, p99: 40 * SECOND_MS };

/** From a message that is due to its function. */
export const QUEUE_DELIVERY: Timing = { p50: 16, p99: 105 };
/** Part of the messages a standard queue delivers twice. */
export const DOUBLED_MESSAGE_CHANCE = 0.001;
export const STREAM_DELIVERY: Timing = { p50: 213, p99: 552 };
/** A batch that failed is read again after this, and holds up its item's later ones. */
export const STREAM_RETRY_MS = SECOND_MS;

export const TOPIC_DELIVERY: Timing = { p50: 73, p99: 225 };
export const DOUBLED_NOTICE_CHANCE = 0.005;

/** How often the schedule asks for a plan of every pool. */
export const TICK_MS = MINUTE_MS;

/** How often a cloud without events is swept, if a play asks for one. */
export const EMIT_EVERY_MS = MINUTE_MS;

/** A terminated instance is shown for less than EC2 may show it. */
export const TERMINATED_SHOWN_MS = EC2.terminatedShownMaxMs - 10 * MINUTE_MS;

/** Events of instances that are not ours, in the same account and region: one every so often. */
export const UNMANAGED_EVENT_GAP_MS = 30 * SECOND_MS;
export const UNMANAGED_INSTANCES = 24;

/** Tries of a client (an agent, a claimant) of the HTTP API, each twice as long after the last. */
export const CLIENT_TRIES_MAX = 8;
export const CLIENT_RETRY_MS = 2 * SECOND_MS;

/** How long a claimant uses an instance: 20 minutes on average. */
export const USE: Timing = { p50: 14.5 * MINUTE_MS, p99: 93 * MINUTE_MS };
/** How long the last claims of a play may take to end, and then what is still under way. */
export const SETTLE_MAX_MS = 12 * HOUR_MS;
export const AFTERMATH_MS = 30 * MINUTE_MS;
