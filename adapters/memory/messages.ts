import { SQS } from "../../core/model/aws-behaviour.ts";
import type { Probe } from "../../core/model/delivery.ts";
import type { PoolId } from "../../core/model/ids.ts";
import { planRequestId } from "../../core/model/ids.ts";
import { PLAN_DELAY_MS, SWEEP_REST_MS, TIMER_STEP_MAX_MS } from "../../core/model/limits.ts";
import type { Instant } from "../../core/model/time.ts";
import type { QueueName } from "../../core/ports/messages.ts";
import type { Clock, Ports } from "../../core/ports/ports.ts";
import type { AlertChanged } from "../../events/alerts/alert-changed.v1.ts";
import { letter } from "../messages/letter.ts";
import { actionText, planText, sweepText, timerText } from "../messages/texts.ts";

/** Takes a message for a queue; `at` is the earliest moment it may be delivered. */
export type Deliver = (queue: QueueName, text: string, at: Instant) => void;

/** What a subscriber wants: any of the values, of every attribute named. Empty: everything. As SNS's plain filter policies. */
export type Filter = Readonly<Record<string, readonly string[]>>;
export type Subscriber = (text: string) => void;

export interface MemoryMessages
  extends Pick<Ports, "actions" | "planRequests" | "timers" | "publisher" | "people" | "sweepRequests" | "probes"> {
  subscribe(filter: Filter, subscriber: Subscriber): void;
}

export interface MessageParts {
  readonly clock: Clock;
  readonly deliver: Deliver;
  /** Takes a probe on its way; left out: none arrives. */
  readonly carry?: (probe: Probe) => void;
  /** Is people; left out: nobody. */
  readonly alert?: (alert: AlertChanged) => void;
}

/** The plane's queues and topic without AWS: they hold nothing themselves, what they are given is delivered by the caller. */
export function memoryMessages({ clock, deliver, carry = () => {}, alert = () => {} }: MessageParts): MemoryMessages {
  const isNew = deduplication();
  const subscriptions: { filter: Filter; subscriber: Subscriber }[] = [];
  return {
    actions: {
      async enqueue(actions, { delayMs } = { delayMs: 0 }) {
        const now = clock.now();
        for (const action of actions) deliver("actions", actionText(action, now), now + held(delayMs));
      },
    },
    planRequests: {
      async request(pool: PoolId) {
        const now = clock.now();
        if (isNew(planRequestId(pool, now), now)) deliver("plans", planText(pool, now), now + PLAN_DELAY_MS);
      },
    },
    timers: {
      async arm(timer) {
        const now = clock.now();
        deliver("timers", timerText(timer, now), now + held(timer.wakeAt - now));
      },
    },
    sweepRequests: {
      async request(sweep) {
        const now = clock.now();
        deliver("sweeps", sweepText(sweep, now), now + SWEEP_REST_MS);
      },
    },
    publisher: {
      async publish(notices) {
        for (const notice of notices) {
          const { text, attributes } = letter(notice);
          for (const { filter, subscriber } of subscriptions) if (matches(attributes, filter)) subscriber(text);
        }
        return [];
      },
    },
    people: { publish: async (text) => alert(text) },
    probes: { send: async (probe) => carry(probe) },
    subscribe(filter, subscriber) {
      subscriptions.push({ filter, subscriber });
    },
  };
}

/** As long as SQS would hold a message back. */
const held = (delayMs: number): number => Math.min(Math.max(delayMs, 0), TIMER_STEP_MAX_MS);

/** A FIFO queue's memory: an id is new unless it came within the time that SQS remembers. */
function deduplication(): (id: string, now: Instant) => boolean {
  const seen = new Map<string, Instant>();
  return (id, now) => {
    // In order of arrival, so the old ones come first.
    for (const [old, at] of seen) {
      if (now - at < SQS.deduplicationMs) break;
      seen.delete(old);
    }
    if (seen.has(id)) return false;
    seen.set(id, now);
    return true;
  };
}

const matches = (attributes: Readonly<Record<string, string>>, filter: Filter): boolean =>
  Object.entries(filter).every(([name, wanted]) => wanted.some((value) => value === attributes[name]));
