import { PortError } from "../../core/ports/errors.ts";
import type { Hidden, Redelivery } from "../../core/ports/redelivery.ts";

/** Redelivery without AWS: what was asked is handed to who keeps the queues. `hide` answers whether the handle still names a message. */
export const memoryRedelivery = (
  queues: readonly string[],
  hide: (queue: string, message: Hidden) => boolean,
): Redelivery => ({
  async delay(queue, messages) {
    if (!queues.includes(queue)) throw new PortError("terminal", "NoQueue", `no queue feeds ${queue}`);
    return messages.filter((message) => !hide(queue, message)).length;
  },
});
