import { memoryDeadLetters } from "../adapters/memory/dead-letters.ts";
import { memoryFailures } from "../adapters/memory/failures.ts";
import { memoryFeeds } from "../adapters/memory/feeds.ts";
import { memoryMessages } from "../adapters/memory/messages.ts";
import { memoryReplays } from "../adapters/memory/replays.ts";
import { memorySeals } from "../adapters/memory/seals.ts";
import { memoryStore } from "../adapters/memory/store.ts";
import type { Notice } from "../events/notices/notice.ts";
import type { Carrier, CarrierParts } from "./carrier.ts";
import { FED } from "./inboxes.ts";

/** Everything in memory, and EC2 called as it is. */
export function memoryCarrier(parts: CarrierParts): Carrier {
  const { clock, scheduler, world, onSent, onDelivered } = parts;
  const store = memoryStore({ onWritten: parts.onWritten });
  const messages = memoryMessages({ clock, deliver: onSent, carry: parts.onProbe, alert: parts.onAlert });
  const { deadLetters, deadLetter } = memoryDeadLetters(FED, { clock, send: onDelivered });
  const archive = memoryReplays({
    clock,
    after: (ms, then) => scheduler.after(ms, then),
    deliver: (text) => onDelivered("shadow", text),
    keeps: parts.archived,
  });
  messages.subscribe({}, archive.put);
  messages.subscribe({}, (text) => parts.onPublished((JSON.parse(text) as { detail: Notice }).detail));
  const { subscribe: _, ...senders } = messages;
  const failures = memoryFailures((text, { ERROR_MESSAGE: error = "" }) => parts.onFailure(text, error));
  return {
    ports: {
      ...store,
      ...senders,
      ...world.ports,
      deadLetters,
      feeds: memoryFeeds(parts.feeds),
      replays: archive.replays,
      failures,
      seals: memorySeals("of a local cloud"),
    },
    deadLetter,
    put: () => {},
    hand: (notice, listener) => listener(notice),
  };
}
