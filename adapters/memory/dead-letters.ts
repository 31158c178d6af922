import { LETTER_HOLD_MS } from "../../core/model/limits.ts";
import type { Instant } from "../../core/model/time.ts";
import type { DeadLetter, DeadLetters } from "../../core/ports/dead-letters.ts";
import type { Clock } from "../../core/ports/ports.ts";
import { failureAttributes } from "../messages/failure-text.ts";

export interface MemoryDeadLetters {
  readonly deadLetters: DeadLetters;
  /** Lays down a message that was given up. */
  deadLetter(queue: string, letter: Pick<DeadLetter, "text" | "sentAt" | "why">): void;
}

interface Lying extends DeadLetter {
  readonly heldUntil: Instant;
}

export interface DeadLetterParts {
  readonly clock: Clock;
  /** Takes what is sent to a function again. */
  readonly send: (queue: string, text: string) => void;
}

/** Dead-letter queues in memory. */
export function memoryDeadLetters(queues: readonly string[], { clock, send }: DeadLetterParts): MemoryDeadLetters {
  const boxes = new Map(queues.map((queue) => [queue, new Map<string, Lying>()]));
  let deadLettered = 0;
  const boxOf = (queue: string): Map<string, Lying> => {
    const box = boxes.get(queue);
    if (!box) throw new Error(`there is no dead-letter queue ${queue}`);
    return box;
  };
  const free = (box: Map<string, Lying>) => [...box.values()].filter(({ heldUntil }) => heldUntil <= clock.now());
  const hold = (queue: string, { id }: DeadLetter, heldUntil: Instant): void => {
    const letter = boxOf(queue).get(id);
    if (letter) boxOf(queue).set(id, { ...letter, heldUntil });
  };

  return {
    deadLetter(queue, letter) {
      deadLettered += 1;
      const id = `letter-${deadLettered}`;
      boxOf(queue).set(id, { ...letter, id, handle: id, heldUntil: 0 });
    },
    deadLetters: {
      async deadLetter(queue, { id, text, error }) {
        const box = boxes.get(queue);
        if (!box) return "none";
        const why = failureAttributes({ function: queue, error });
        box.set(id, { id, handle: id, text, why, sentAt: clock.now(), heldUntil: 0 });
        return "dead-lettered";
      },
      counts: async () => Object.fromEntries([...boxes].map(([queue, box]) => [queue, free(box).length])),
      async take(queue, limit) {
        const taken = free(boxOf(queue)).slice(0, limit);
        for (const letter of taken) hold(queue, letter, clock.now() + LETTER_HOLD_MS);
        return taken.map(({ heldUntil: _, ...letter }) => letter);
      },
      async putBack(queue, letter) {
        hold(queue, letter, 0);
      },
      async sendBack(queue, { id, text }) {
        send(queue, text);
        boxOf(queue).delete(id);
      },
    },
  };
}
