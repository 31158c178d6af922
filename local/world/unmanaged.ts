import type { InstanceId } from "../../core/model/ids.ts";
import type { Envelope } from "../../events/envelope.ts";
import { EC2_STATES } from "../../events/states.ts";
import { UNMANAGED_EVENT_GAP_MS, UNMANAGED_INSTANCES } from "../assumptions.ts";
import type { Streams } from "../random.ts";
import type { Scheduler } from "../time/scheduler.ts";
import { stateChange } from "./events.ts";

/** Somebody else's instances in the same account and region: their events reach our rules, and mean nothing to us. */
export interface Unmanaged {
  owns(id: InstanceId): boolean;
}

const REGION = "eu-central-1";

export function unmanaged(
  scheduler: Scheduler,
  streams: Streams,
  put: (event: Envelope) => void,
  gapMs = UNMANAGED_EVENT_GAP_MS,
): Unmanaged {
  const random = streams("unmanaged");
  const ids = Array.from({ length: UNMANAGED_INSTANCES }, (_, index) => idOf(streams, index));
  const owned = new Set(ids);
  const next = (nth: number): void => {
    scheduler.after(random.gap(gapMs), () => {
      const id = ids[Math.floor(random.unit() * ids.length)]!;
      const state = EC2_STATES[Math.floor(random.unit() * EC2_STATES.length)]!;
      put(stateChange(id, state, { at: scheduler.now(), region: REGION, nth }));
      next(nth + 1);
    });
  };
  next(1);
  return { owns: (id) => owned.has(id) };
}

const idOf = (streams: Streams, index: number): InstanceId => {
  const random = streams(`unmanaged instance/${index}`);
  return `i-${Array.from({ length: 17 }, () => Math.floor(random.unit() * 16).toString(16)).join("")}`;
};
