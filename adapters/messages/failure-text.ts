import { FAILURE_TEXT_MAX } from "../../core/model/limits.ts";
import { iso } from "../../core/model/time.ts";
import type { Failure } from "../../core/ports/failures.ts";
import { write } from "../../events/contract.ts";
import { type RecordFailed, recordFailed } from "../../events/failures/record-failed.v1.ts";
import type { Attributes } from "./attributes.ts";
import { escapedJson, marked } from "./plain-text.ts";

type LeftOut = RecordFailed["leftOut"];

/** Ever less of a record: the image before is the first to go, the keys are the last. */
const STEPS: readonly LeftOut[] = [[], ["OldImage"], ["OldImage", "NewImage"], ["record"]];

/** A failure as it lies in its queue, in at most `bytesMax`: without what does not fit, which it names. */
export function failureText(failure: Failure, bytesMax: number): string {
  let text = "";
  for (const leftOut of STEPS) {
    text = textWithout(failure, leftOut);
    if (Buffer.byteLength(text) <= bytesMax) break;
  }
  return text;
}

/** What is seen of a failure without reading its text, by the names that EventBridge uses on its own dead letters.
 *  Source: EventBridge User Guide, "Using dead-letter queues to process undelivered events". */
export const failureAttributes = ({ function: by, error }: Pick<Failure, "function" | "error">): Attributes => ({
  FUNCTION: by,
  ERROR_CODE: marked(cut(error.code)) || "none",
  ERROR_MESSAGE: marked(cut(error.message)) || "none",
});

function textWithout({ function: by, sequence, at, error, record }: Failure, leftOut: LeftOut): string {
  const text = write<RecordFailed>(
    recordFailed,
    {
      version: 1,
      function: by,
      sequence,
      at: iso(at),
      error: { code: cut(error.code), message: cut(error.message) },
      record: recordWithout(record, leftOut),
      leftOut: [...leftOut],
    },
    { id: `failed:${by}:${sequence}`, at },
  );
  return escapedJson(text);
}

function recordWithout(record: unknown, leftOut: LeftOut): unknown {
  if (leftOut.includes("record")) return null;
  if (leftOut.length === 0 || typeof record !== "object" || record === null) return record;
  const { dynamodb = {} } = record as { dynamodb?: Readonly<Record<string, unknown>> };
  const kept = Object.entries(dynamodb).filter(([name]) => !(leftOut as readonly string[]).includes(name));
  return { ...record, dynamodb: Object.fromEntries(kept) };
}

const cut = (text: string): string => text.slice(0, FAILURE_TEXT_MAX);
