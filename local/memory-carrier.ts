import { memoryPlane } from "../adapters/memory/plane.ts";
import type { Notice } from "../events/notices/notice.ts";
import { shadowFunction } from "../functions/manifest.ts";
import type { Carrier, CarrierParts } from "./carrier.ts";
import { INBOX_ROWS } from "./inboxes.ts";

/** Everything in memory, and EC2 called as it is. */
export function memoryCarrier(parts: CarrierParts): Carrier {
  const { clock, counters, scheduler, world, feeds, onSent, onDelivered, onWritten } = parts;
  const { ports, subscribe, deadLetter, put } = memoryPlane(
    {
      clock,
      store: { onWritten },
      messages: { deliver: onSent, carry: parts.onProbe, alert: parts.onAlert },
      deadLetters: { queues: INBOX_ROWS.map(({ name }) => name), send: onDelivered },
      archive: {
        after: (ms, then) => scheduler.after(ms, then),
        deliver: (text) => onDelivered(shadowFunction.name, text),
        keeps: parts.archived,
      },
      feeds,
      onFailure: (text, { ERROR_MESSAGE: error = "" }) => parts.onFailure(text, error),
      sealKey: "of a local cloud",
    },
    { counters, ...world.ports },
  );
  subscribe({}, put);
  subscribe({}, (text) => parts.onPublished((JSON.parse(text) as { detail: Notice }).detail));
  return { ports, deadLetter, put: () => {}, hand: (notice, listener) => listener(notice) };
}
