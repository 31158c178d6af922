import { describe, expect, test } from "vitest";
import { type Filter, memoryMessages } from "../../../adapters/memory/messages.ts";
import { SQS } from "../../../core/model/aws-behaviour.ts";
import type { QueueName } from "../../../core/ports/messages.ts";
import { EPOCH, POOL } from "../../builders.ts";
import { held } from "../../contracts/held.ts";
import { type Held, messagesContract } from "../../contracts/messages.contract.ts";

function open() {
  let now = EPOCH;
  const queues: Record<QueueName, Held[]> = { actions: [], plans: [], timers: [], sweeps: [] };
  const messages = memoryMessages({
    clock: { now: () => now },
    deliver: (queue, text, at) => void queues[queue].push({ text, delayMs: at - now }),
  });
  return {
    ...messages,
    setClock(at: number) {
      now = at;
    },
    held: async (queue: QueueName) => queues[queue],
    async subscribe(filter: Filter) {
      const texts: string[] = [];
      messages.subscribe(filter, (text) => void texts.push(text));
      return async () => texts;
    },
    close: async () => {},
  };
}

held("memory", "messages", () => messagesContract("memory", async () => open()));

describe("a plan request over memory", () => {
  test("is dropped as a double for as long as a FIFO queue would drop it, and no longer", async () => {
    const memory = open();
    memory.setClock(EPOCH);
    await memory.planRequests.request(POOL);
    // A clock that is set back asks again in the second it asked in before.
    memory.setClock(EPOCH + SQS.deduplicationMs);
    await memory.planRequests.request("linux-ci");
    memory.setClock(EPOCH);
    await memory.planRequests.request(POOL);
    expect(await memory.held("plans")).toHaveLength(3);
  });
});
