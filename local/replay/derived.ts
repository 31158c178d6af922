import type { InstanceId } from "../../core/model/ids.ts";
import type { Ec2State, Instance } from "../../core/model/instance.ts";
import { CLOCK_SIGNAL } from "../../core/model/template.ts";
import { DAY_MS, type Instant } from "../../core/model/time.ts";
import type { QueueName } from "../../core/ports/messages.ts";
import type { Clock } from "../../core/ports/ports.ts";
import type { Written } from "../../core/ports/store.ts";
import { requirementOf } from "../../core/readiness/judge.ts";
import { planTick } from "../../events/commands/plan-tick.v1.ts";
import { write } from "../../events/contract.ts";
import { type RequestReceived, requestReceived } from "../../events/recording/request-received.v1.ts";
import { TICK_MS } from "../assumptions.ts";
import { guestCaller } from "../client.ts";
import { Heap } from "../time/heap.ts";
import { stateChange } from "../world/events.ts";
import { NOMINAL_MS } from "./bounds.ts";

/** What a plane would have received besides what passed a bus: its own messages when they are due, the schedule's ticks, and, since
 *  no agent's report passes a bus, the evidence that an instance reports if all goes well. */
export interface Derived {
  deliver(queue: QueueName, text: string, at: Instant): void;
  /** What follows from a write beside what the plane sends. */
  written(change: Written): void;
  /** EC2 did what it was asked of an instance that no event of the bus is about. */
  happened(id: InstanceId, state: Ec2State): void;
  /** When the next message is due, the events having reached `to`. */
  due(to: Instant): Instant | undefined;
  /** Takes that message. */
  next(): string | undefined;
}

interface Due {
  readonly at: Instant;
  readonly turn: number;
  readonly text: string;
}

export function derived(clock: Clock): Derived {
  const messages = new Heap<Due>((one, other) => one.at < other.at || (one.at === other.at && one.turn < other.turn));
  let turns = 0;
  let tickAt: Instant | undefined;
  const put = (text: string, at: Instant): void => {
    turns += 1;
    messages.push({ at: Math.max(at, clock.now()), turn: turns, text });
  };
  const soon = (): Instant => clock.now() + NOMINAL_MS;

  function report({ id, signals }: Instance, needs: readonly string[]): void {
    for (const name of needs.filter((each) => signals[each] === undefined)) {
      const body = JSON.stringify({ name, ...(name === CLOCK_SIGNAL && { offsetMs: 0 }) });
      const asked: RequestReceived = {
        version: 1,
        method: "POST",
        path: `/instances/${id}/signals`,
        body,
        caller: guestCaller(id),
      };
      put(write<RequestReceived>(requestReceived, asked, { id: `signal-${id}-${name}`, at: soon() }), soon());
    }
  }

  return {
    deliver: (_, text, at) => put(text, at),
    written(change) {
      if (change.kind !== "instance") return;
      const { before, after } = change;
      const isNews = before?.entry !== after.entry || before.observed.state !== after.observed.state;
      const requirement = requirementOf(after);
      if (isNews && requirement?.by === "signals" && after.observed.state === "running")
        report(after, requirement.needs);
    },
    happened(id, state) {
      turns += 1;
      put(JSON.stringify(stateChange(id, state, { at: soon(), region: "nominal", nth: turns })), soon());
    },
    due(to) {
      // After a gap no plan is like another; a day of ticks does all that they do.
      tickAt = Math.max(tickAt ?? clock.now() + TICK_MS, to - DAY_MS);
      return Math.min(messages.peek()?.at ?? Number.POSITIVE_INFINITY, tickAt);
    },
    next() {
      const first = messages.peek();
      if (tickAt === undefined || (first && first.at <= tickAt)) return messages.pop()?.text;
      const at = tickAt;
      tickAt += TICK_MS;
      return write(planTick, { version: 1 }, { id: `tick-${at}`, at });
    },
  };
}
