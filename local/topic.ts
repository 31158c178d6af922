import type { Notice } from "../events/notices/notice.ts";
import { DOUBLED_NOTICE_CHANCE, TOPIC_DELIVERY } from "./assumptions.ts";
import type { Random } from "./random.ts";
import { asDue, type Post } from "./seam.ts";
import type { Scheduler } from "./time/scheduler.ts";

export type Listener = (notice: Notice) => void;

export interface Topic {
  publish(notice: Notice): void;
  subscribe(listener: Listener): void;
  /** Deliveries on their way. */
  waiting(): number;
}

export interface TopicParts {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly post?: Post;
}

/** Notices to subscribers, as SNS delivers them: at least once, in no order. */
export function topic({ scheduler, random, post = asDue }: TopicParts): Topic {
  const listeners: Listener[] = [];
  let waiting = 0;
  const deliver = (listener: Listener, notice: Notice): void => {
    for (const delay of post({ by: "topic", about: notice.kind }, random.timing(TOPIC_DELIVERY))) {
      waiting += 1;
      scheduler.after(delay, () => {
        waiting -= 1;
        listener(notice);
      });
    }
  };
  return {
    publish(notice) {
      for (const listener of listeners) {
        deliver(listener, notice);
        if (random.chance(DOUBLED_NOTICE_CHANCE)) deliver(listener, notice);
      }
    },
    subscribe: (listener) => void listeners.push(listener),
    waiting: () => waiting,
  };
}
