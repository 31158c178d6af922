import { describe, expect, it } from "vitest";
import { memoryDeadLetters } from "../../../adapters/memory/dead-letters.ts";
import { deadLettersOf, redrive } from "../../../core/flows/redrive.ts";
import { LETTERS_SHOWN_MAX, MESSAGE_BATCH_MAX } from "../../../core/model/limits.ts";
import { EPOCH } from "../../builders.ts";

/** A graveyard of `wake` with so many letters, the n-th sent n ms after EPOCH. */
function graveyard(letters: number) {
  const sentBack: string[] = [];
  const clock = { now: () => EPOCH + 1_000 };
  const { deadLetters, deadLetter } = memoryDeadLetters(["wake"], { clock, send: (_, text) => sentBack.push(text) });
  for (let n = 0; n < letters; n += 1) deadLetter("wake", { text: `${n}`, sentAt: EPOCH + n, why: {} });
  return { ports: { deadLetters }, deadLetter, sentBack };
}
const everything = { before: EPOCH + 1_000, limit: MESSAGE_BATCH_MAX };

describe("sending back", () => {
  it("goes a batch at a time, each letter once, until nothing is left", async () => {
    const { ports, sentBack } = graveyard(MESSAGE_BATCH_MAX + 2);
    expect(await redrive(ports, "wake", everything)).toEqual({ sent: MESSAGE_BATCH_MAX, failedAgain: [] });
    expect(await redrive(ports, "wake", everything)).toEqual({ sent: 2, failedAgain: [] });
    expect(await redrive(ports, "wake", everything)).toEqual({ sent: 0, failedAgain: [] });
    expect(sentBack).toEqual(Array.from({ length: MESSAGE_BATCH_MAX + 2 }, (_, n) => `${n}`));
  });

  it("takes no more than asked for", async () => {
    const { ports, sentBack } = graveyard(5);
    await redrive(ports, "wake", { ...everything, limit: 3 });
    expect(sentBack).toHaveLength(3);
  });

  it("leaves alone what was sent when it had begun: that failed again", async () => {
    const { ports, sentBack } = graveyard(3);
    expect(await redrive(ports, "wake", { ...everything, before: EPOCH + 2 })).toEqual({
      sent: 2,
      failedAgain: ["letter-3"],
    });
    expect(sentBack).toEqual(["0", "1"]);
    expect((await redrive(ports, "wake", { ...everything, before: EPOCH + 2 })).failedAgain).toEqual([]);
  });
});

describe("looking", () => {
  it("shows up to so many letters, and leaves them all where they are", async () => {
    const { ports, sentBack } = graveyard(25);
    expect(await deadLettersOf(ports, "wake", 12)).toHaveLength(12);
    expect(await deadLettersOf(ports, "wake", 100)).toHaveLength(25);
    expect(await ports.deadLetters.counts()).toEqual({ wake: 25 });
    expect(sentBack).toEqual([]);
  });

  it("shows no more than one answer holds", async () => {
    const { ports } = graveyard(LETTERS_SHOWN_MAX + 1);
    expect(await deadLettersOf(ports, "wake", 1_000)).toHaveLength(LETTERS_SHOWN_MAX);
  });

  it("that fails half way leaves the rest where it is, too", async () => {
    const { ports } = graveyard(15);
    let takes = 0;
    const failing = {
      deadLetters: {
        ...ports.deadLetters,
        take: async (queue: string, limit: number) => {
          takes += 1;
          if (takes === 2) throw new Error("cut");
          return ports.deadLetters.take(queue, limit);
        },
      },
    };
    await expect(deadLettersOf(failing, "wake", 15)).rejects.toThrow("cut");
    expect(await ports.deadLetters.counts()).toEqual({ wake: 15 });
  });
});
