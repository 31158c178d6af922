import { write } from "../events/contract.ts";
import { functionsFedBy } from "../functions/shared/manifest/functions.ts";
import type { Inboxes } from "./inboxes.ts";
import type { Scheduler } from "./time/scheduler.ts";

/** How a function's schedule runs here. Left out: as it is deployed, with nothing said but the time. */
export interface Schedule {
  readonly everyMs?: number | undefined;
  /** What its messages say beside their version. */
  readonly detail?: object;
}

/** By function; left out: as it is deployed. */
export type Schedules = Readonly<Record<string, Schedule | "off">>;

/** EventBridge's schedules, which are guaranteed. */
export function schedules(scheduler: Scheduler, boxes: Pick<Inboxes, "sentTo">, wanted: Schedules): void {
  for (const { name, contract, fed } of functionsFedBy("schedule")) {
    const { [name]: how = {} } = wanted;
    if (how === "off") continue;
    const { everyMs = fed.everyMs, detail } = how;
    const queue = boxes.sentTo(name);
    const next = (nth: number): void =>
      scheduler.after(everyMs, () => {
        const at = scheduler.now();
        queue.send(write(contract, { version: contract.version, ...detail }, { id: `${name}-${nth}`, at }), at);
        next(nth + 1);
      });
    next(1);
  }
}
