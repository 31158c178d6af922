import { SEND_TRIES_MAX } from "../../../core/model/limits.ts";
import { PortError } from "../../../core/ports/errors.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import { type AwsFailure, failureOf, portError } from "../errors.ts";
import { type BatchBounds, cutIntoBatches, type Placed } from "./cut.ts";
import { MESSAGING_ERRORS, type MessagingService } from "./errors.ts";

/** An entry of a batch that the service did not take, by its index in the batch. */
export interface Failed {
  readonly index: number;
  readonly code: string;
  readonly message: string;
}

/** One of the services that take messages in batches. */
export interface BatchSender<Entry> extends BatchBounds<Entry> {
  readonly service: MessagingService;
  /** Sends one batch and answers which entries failed. */
  send(batch: readonly Entry[]): Promise<readonly Failed[]>;
}

/** An entry that was not sent, by its index among those given. */
export interface Unsent {
  readonly index: number;
  readonly error: PortError;
}

/** Sends all entries, in batches that the service takes, and answers what was not sent. Of a batch that failed in part, only that
 *  part is sent again. An entry that can never be sent (never) is in nobody's way; one that may be later (retryable, retry-after) ends
 *  the sending with its batch, and what would have followed is answered with its error. */
export async function sendEach<Entry>(
  carrier: BatchSender<Entry>,
  entries: readonly Entry[],
  counters: Counters,
): Promise<readonly Unsent[]> {
  const { batches, tooLong } = cutIntoBatches(carrier, entries);
  const unsent: Unsent[] = tooLong.map(({ index, entry }) => ({ index, error: tooLongFor(carrier, entry) }));
  let waits: PortError | undefined;
  for (const batch of batches) {
    const left = waits ? allOf(batch, waits) : await sendBatch(carrier, batch, counters);
    unsent.push(...left);
    waits ??= left.find(isWaiting)?.error;
  }
  return unsent;
}

/** Sends all entries or throws a PortError: what went out is out, and may be sent again with the rest. */
export async function sendAll<Entry>(
  carrier: BatchSender<Entry>,
  entries: readonly Entry[],
  counters: Counters,
): Promise<void> {
  const errors = (await sendEach(carrier, entries, counters)).map(({ error }) => error);
  const [first] = errors;
  if (first) throw errors.find(({ fate }) => fate !== "retryable") ?? first;
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

/** The failed entries of an answer of SQS or SNS: they give each the id it was sent under, which is its index. */
export const failedOf = ({
  Failed = [],
}: {
  Failed?: readonly { Id: string | undefined; Code: string | undefined; Message?: string | undefined }[] | undefined;
}): readonly Failed[] =>
  Failed.map(({ Id, Code = "", Message = "" }) => ({ index: Number(Id), code: Code, message: Message }));

async function sendBatch<Entry>(
  carrier: BatchSender<Entry>,
  batch: readonly Placed<Entry>[],
  counters: Counters,
): Promise<readonly Unsent[]> {
  const never: Unsent[] = [];
  let left = batch;
  let waiting: readonly Unsent[] = [];
  for (let tries = 0; tries < SEND_TRIES_MAX && left.length > 0; tries++) {
    const sending = left;
    const answer = await sendOnce(carrier, sending, counters);
    if (answer instanceof PortError) return [...never, ...(await blamed(answer, carrier, sending, counters))];
    never.push(...answer.filter((each) => !isWaiting(each)));
    waiting = answer.filter(isWaiting);
    left = sending.filter(({ index }) => waiting.some((each) => each.index === index));
    if (waiting.some(({ error }) => error.fate === "retry-after")) break;
  }
  return [...never, ...waiting];
}

/** One call, and which entries it failed; or what failed it as a whole. */
async function sendOnce<Entry>(
  { service, send }: BatchSender<Entry>,
  batch: readonly Placed<Entry>[],
  counters: Counters,
): Promise<readonly Unsent[] | PortError> {
  try {
    const failed = await call(service, () => send(batch.map(({ entry }) => entry)), counters);
    return failed.flatMap(({ index, code, message }) =>
      batch
        .slice(index, index + 1)
        .map((entry) => ({ index: entry.index, error: errorOf({ service, code, message }, counters) })),
    );
  } catch (error) {
    if (error instanceof PortError) return error;
    throw error;
  }
}

/** A call that is refused for good may be so for one of its entries: each is sent alone, to find which. */
async function blamed<Entry>(
  error: PortError,
  carrier: BatchSender<Entry>,
  batch: readonly Placed<Entry>[],
  counters: Counters,
): Promise<readonly Unsent[]> {
  if (error.fate !== "terminal" || batch.length < 2) return allOf(batch, error);
  const alone: Unsent[] = [];
  for (const entry of batch) alone.push(...(await sendBatch(carrier, [entry], counters)));
  return alone;
}

const allOf = (batch: readonly Placed<unknown>[], error: PortError): readonly Unsent[] =>
  batch.map(({ index }) => ({ index, error }));

const isWaiting = ({ error }: Unsent): boolean => error.fate !== "terminal";

const tooLongFor = (
  { service, bytesMax }: Pick<BatchSender<never>, "service" | "bytesMax">,
  bytes: number,
): PortError => new PortError("terminal", "MessageTooLong", `${service}: ${bytes} bytes; at most ${bytesMax}`);

function errorOf(failure: AwsFailure<MessagingService>, counters: Counters): PortError {
  return portError(MESSAGING_ERRORS[failure.service].get(failure.code), failure, counters);
}
