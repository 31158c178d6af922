import { memoryRedelivery } from "../../../adapters/memory/redelivery.ts";
import { held } from "../../contracts/held.ts";
import { type Redelivering, redeliveryContract } from "../../contracts/redelivery.contract.ts";

/** Queues that only a test looks into: each message is hidden, or to be seen. */
async function open(): Promise<Redelivering> {
  const hidden = new Map<string, { readonly queue: string; readonly text: string }>();
  const visible: { readonly queue: string; readonly text: string }[] = [];
  return {
    redelivery: memoryRedelivery(["wake", "plan-pool"], (_, { handle, delayMs }) => {
      const message = hidden.get(handle);
      if (message && delayMs === 0) visible.push(message);
      return message !== undefined;
    }),
    async receive(queue, ...texts) {
      for (const text of texts) hidden.set(`handle of ${text}`, { queue, text });
      return texts.map((text) => `handle of ${text}`);
    },
    visible: async (queue) => visible.filter((each) => each.queue === queue).map(({ text }) => text),
  };
}

held("memory", "redelivery", () => redeliveryContract("memory", open));
