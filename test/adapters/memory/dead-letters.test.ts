import { expect, test } from "vitest";
import { memoryDeadLetters } from "../../../adapters/memory/dead-letters.ts";
import { LETTER_HOLD_MS } from "../../../core/model/limits.ts";
import { EPOCH } from "../../builders.ts";
import { deadLettersContract } from "../../contracts/dead-letters.contract.ts";
import { held } from "../../contracts/held.ts";

function open() {
  const clock = { at: EPOCH };
  const fed: [string, string][] = [];
  const { deadLetters, deadLetter } = memoryDeadLetters(["wake", "plan-pool"], {
    clock: { now: () => clock.at },
    send: (queue, text) => fed.push([queue, text]),
  });
  return {
    clock,
    deadLetters,
    deadLetter: async (queue: string, text: string, why = {}) => deadLetter(queue, { text, sentAt: clock.at, why }),
    fed: async (queue: string) => fed.filter(([name]) => name === queue).map(([, text]) => text),
  };
}

held("memory", "dead letters", () => deadLettersContract("memory", async () => open()));

test("a letter that is neither sent nor put back is free again when its time is over", async () => {
  const { clock, deadLetters, deadLetter } = open();
  await deadLetter("wake", "one");
  await deadLetters.take("wake", 1);
  clock.at += LETTER_HOLD_MS - 1;
  expect(await deadLetters.take("wake", 1)).toEqual([]);
  clock.at += 1;
  expect(await deadLetters.take("wake", 1)).toHaveLength(1);
});
