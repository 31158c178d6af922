/// <reference path="../../.sst/platform/config.d.ts" />
import { SQS } from "../../core/model/aws-behaviour.ts";
import { FAILURE_BYTES_MAX } from "../../core/model/limits.ts";
import { RETRIES } from "../../core/model/retries.ts";
import { DAY_MS, SECOND_MS } from "../../core/model/time.ts";
import { FUNCTIONS } from "../../functions/shared/manifest/functions.ts";
import { type FunctionRow, isQueueFed, type QueueRow } from "../../functions/shared/manifest/row.ts";
import { pascal } from "../names.ts";
import type { Settings } from "../settings.ts";

type Queue = aws.sqs.Queue;

/** Every queue of the plane. `feeding` and `dead` are by function; a function that no queue feeds has a `dead` too. */
export interface Queues {
  readonly feeding: Readonly<Record<string, Queue>>;
  readonly dead: Readonly<Record<string, Queue>>;
  /** What notify can never publish; it is also the dead-letter queue of republish, whose failures return to it. */
  readonly failures: Queue;
}

/** A message may wait while a function is mended; a dead one, the longest that SQS keeps. */
const KEPT_MS = 4 * DAY_MS;

/** A dead-letter queue for each function that is not asked by somebody who waits (republish's is the failure queue), and a queue for each that is fed by one. */
export function defineQueues(settings: Settings): Queues {
  const failures = dead(settings, "failures", false, { maxMessageSize: FAILURE_BYTES_MAX });
  const deadOf = (one: FunctionRow) =>
    one.fed.by === "redrive" ? failures : dead(settings, `${one.name}-dead`, isFifo(one));
  // Who asks the API learns at once what went wrong: nothing is laid down.
  const deads = Object.fromEntries(
    FUNCTIONS.filter(({ fed }) => fed.by !== "http").map((one) => [one.name, deadOf(one)]),
  );
  const feeding = Object.fromEntries(
    FUNCTIONS.filter(isQueueFed).map((one) => [one.name, queue(settings, one, deads[one.name] ?? failures)]),
  );
  return { feeding, dead: deads, failures };
}

const isFifo = ({ fed }: FunctionRow): boolean => fed.by === "queue" && fed.fifo === true;

const dead = (
  { prefix, isProtected }: Settings,
  name: string,
  fifo: boolean,
  more: Partial<aws.sqs.QueueArgs> = {},
): Queue =>
  new aws.sqs.Queue(
    `${pascal(name)}Queue`,
    {
      name: `${prefix}-${name}${fifo ? ".fifo" : ""}`,
      ...(fifo && { fifoQueue: true }),
      messageRetentionSeconds: SQS.keptMaxMs / SECOND_MS,
      sqsManagedSseEnabled: true,
      ...more,
    },
    { retainOnDelete: isProtected },
  );

function queue({ prefix }: Settings, one: QueueRow, deadQueue: Queue): Queue {
  const { name, fed } = one;
  const { visibilityMs, receives } = RETRIES[fed.retry];
  const fifo = isFifo(one);
  const delayMs = fed.by === "queue" ? (fed.delayMs ?? 0) : 0;
  return new aws.sqs.Queue(`${pascal(name)}Queue`, {
    name: `${prefix}-${name}${fifo ? ".fifo" : ""}`,
    ...(fifo && { fifoQueue: true }),
    ...(fed.by === "redrive" && { maxMessageSize: FAILURE_BYTES_MAX }),
    delaySeconds: delayMs / SECOND_MS,
    visibilityTimeoutSeconds: visibilityMs / SECOND_MS,
    messageRetentionSeconds: KEPT_MS / SECOND_MS,
    sqsManagedSseEnabled: true,
    redrivePolicy: $jsonStringify({ deadLetterTargetArn: deadQueue.arn, maxReceiveCount: receives }),
  });
}
