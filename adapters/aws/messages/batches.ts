import { MESSAGE_BATCH_MAX, MESSAGE_BYTES_MAX, SEND_TRIES_MAX } from "../../../core/model/limits.ts";
import { PortError } from "../../../core/ports/errors.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import { type Failure, failureOf, portError } from "../errors.ts";
import { MESSAGING_ERRORS, type MessagingService } from "./errors.ts";

/** An entry of a batch that the service did not take, by its place in the batch. */
export interface Failed {
  readonly place: number;
  readonly code: string;
  readonly message: string;
}

/** One of the services that take messages in batches. */
export interface Carrier<Entry> {
  readonly service: MessagingService;
  /** Bytes of an entry, counted as the service counts them. */
  bytesOf(entry: Entry): number;
  /** Sends one batch and answers which entries failed. */
  send(batch: readonly Entry[]): Promise<readonly Failed[]>;
}

/** Sends all entries, in batches that the service takes. Of a batch that failed in part, only that part is sent again.
 *  Throws a PortError when a part keeps failing (again), waits for something (again-after) or cannot be sent (never); what went
 *  out before then is out, and may be sent again with the rest. */
export async function sendAll<Entry>(
  carrier: Carrier<Entry>,
  entries: readonly Entry[],
  counters: Counters,
): Promise<void> {
  for (const batch of batchesOf(carrier, entries)) await sendBatch(carrier, batch, counters);
}

/** Makes one call; what it throws becomes a PortError. */
export async function call<Output>(
  service: MessagingService,
  send: () => Promise<Output>,
  counters: Counters,
): Promise<Output> {
  try {
    return await send();
  } catch (thrown) {
    throw errorOf(failureOf(service, thrown), counters);
  }
}

async function sendBatch<Entry>(carrier: Carrier<Entry>, batch: readonly Entry[], counters: Counters): Promise<void> {
  let left = batch;
  let last: PortError | undefined;
  for (let tries = 0; tries < SEND_TRIES_MAX; tries++) {
    const sending = left;
    const failed = await call(carrier.service, () => carrier.send(sending), counters);
    if (failed.length === 0) return;
    const errors = failed.map(({ code, message }) => errorOf({ service: carrier.service, code, message }, counters));
    last = errors.find(({ fate }) => fate !== "again") ?? errors[0];
    if (last?.fate !== "again") break;
    left = sending.filter((_, place) => failed.some((each) => each.place === place));
  }
  throw last;
}

function batchesOf<Entry>({ service, bytesOf }: Carrier<Entry>, entries: readonly Entry[]): readonly Entry[][] {
  const batches: Entry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const bytes = bytesOf(entry);
    if (bytes > MESSAGE_BYTES_MAX)
      throw new PortError("never", "MessageTooLong", `${service}: ${bytes} bytes; at most ${MESSAGE_BYTES_MAX}`);
    const batch = batches.at(-1);
    if (batch && batch.length < MESSAGE_BATCH_MAX && bytes <= room) batch.push(entry);
    else {
      batches.push([entry]);
      room = MESSAGE_BYTES_MAX;
    }
    room -= bytes;
  }
  return batches;
}

function errorOf(failure: Failure<MessagingService>, counters: Counters): PortError {
  return portError(MESSAGING_ERRORS[failure.service].get(failure.code), failure, counters);
}
