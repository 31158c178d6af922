import type { Contract } from "../events/contract.ts";
import type { Envelope } from "../events/envelope.ts";
import {
  DOUBLE_GAP,
  DOUBLED_EVENT_CHANCE,
  LATE,
  LATE_CHANCE,
  RULE_DELIVERY,
  VERY_LATE,
  VERY_LATE_CHANCE,
} from "./assumptions.ts";
import type { Random, Streams } from "./random.ts";
import { asDue, type Post } from "./seam.ts";
import type { Scheduler } from "./time/scheduler.ts";

/** What is wanted, and the inbox it goes to. */
export interface BusRule {
  readonly wants: Pick<Contract, "source" | "detailType">;
  deliver(text: string): void;
}

export interface BusParts {
  readonly scheduler: Scheduler;
  readonly streams: Streams;
  readonly rules: readonly BusRule[];
  /** Part of EC2's events that never come: they are best effort, others are not. */
  readonly lose: number;
  readonly post?: Post;
}

/** EventBridge's default bus: from an event to the inbox of every rule that wants it, at least once, sometimes late.
 *  Source: EventBridge User Guide, "Events from AWS services", "durable" and "best effort". */
export function bus({ scheduler, streams, rules, lose, post = asDue }: BusParts): { put(event: Envelope): void } {
  return {
    put(event) {
      // Drawn per event, so that runs with and without loss treat the events they share alike.
      const random = streams(`bus/${event.id}`);
      if (event.source === "aws.ec2" && random.chance(lose)) return;
      const text = JSON.stringify(event);
      for (const { wants, deliver } of rules) {
        if (wants.source !== event.source || wants.detailType !== event["detail-type"]) continue;
        const first = delay(random);
        const delays = post({ by: "bus", about: event["detail-type"] }, first);
        const again = random.chance(DOUBLED_EVENT_CHANCE) ? [first + random.timing(DOUBLE_GAP)] : [];
        for (const after of [...delays, ...again]) scheduler.after(after, () => deliver(text));
      }
    },
  };
}

function delay(random: Random): number {
  if (random.chance(VERY_LATE_CHANCE)) return random.timing(VERY_LATE);
  return random.timing(random.chance(LATE_CHANCE) ? LATE : RULE_DELIVERY);
}
