import type { Instant } from "../../core/model/time.ts";
/** A message as a function gets it. */
export interface Message {
  /** The envelope, bare, as text and as it was read. */
  readonly text: string;
  readonly detail: unknown;
  /** `<source>/<detail-type>` */
  readonly key: string;
  /** When it was handled; else when it was received, else when it was said. */
  readonly at: Instant;
}

export type Unwrapped =
  | { readonly kind: "messages"; readonly messages: readonly Message[] }
  | { readonly kind: "bad"; readonly problem: string };

/** Wrappings within wrappings: an SNS notification in the body of an SQS message in a batch is three. */
const DEPTH_MAX = 4;

/** The messages in one line: an envelope as EventBridge sends it, bare, or wrapped by SQS (a batch, an answer of ReceiveMessage, or
 *  one message) or SNS or both. Never throws. */
export function unwrap(text: string): Unwrapped {
  const messages: Message[] = [];
  const problem = open(text, undefined, messages, 0);
  return problem === undefined ? { kind: "messages", messages } : { kind: "bad", problem };
}

type Fields = Readonly<Record<string, unknown>>;

/** Adds what is within; answers what is wrong with it. */
function open(text: string, received: Instant | undefined, into: Message[], depth: number): string | undefined {
  const said = parse(text);
  if (said === undefined) return "is not JSON";
  if (typeof said !== "object" || said === null || Array.isArray(said)) return "is no event: it must be a JSON object";
  const fields = said as Fields;
  if ("detail-type" in fields) return read(fields, text, received, into);
  const batch = [fields.Records, fields.Messages].find(Array.isArray) ?? [fields];
  if (depth >= DEPTH_MAX) return `is wrapped more than ${DEPTH_MAX} times`;
  for (const wrapped of batch as readonly Fields[]) {
    const within = contentOf(wrapped);
    if (within === undefined) return "is neither an EventBridge event nor an SQS or SNS message with one in it";
    const problem = open(within, receivedAt(wrapped) ?? received, into, depth + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Reads what it takes to hand an event to whom it is for, who holds the rest against its contract. */
function read(fields: Fields, text: string, received: Instant | undefined, into: Message[]): string | undefined {
  const { "replay-name": replay, "handled-at": handledAt, source, time, "detail-type": detailType, ...rest } = fields;
  if (typeof source !== "string") return "source: is no text";
  if (typeof detailType !== "string") return "detail-type: is no text";
  const said = momentOf(time);
  if (said === undefined) return "time: is no moment such as 2026-01-05T09:00:00Z";
  into.push({
    // A function passes over what an archive sends again; here nothing it decides has any effect.
    text: replay === undefined ? text : JSON.stringify({ source, time, "detail-type": detailType, ...rest }),
    detail: fields.detail,
    key: `${source}/${detailType}`,
    at: momentOf(handledAt) ?? received ?? said,
  });
  return undefined;
}

const momentOf = (value: unknown): Instant | undefined => {
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
};

function contentOf(wrapped: Fields | null): string | undefined {
  if (typeof wrapped !== "object" || wrapped === null) return undefined;
  const sns = wrapped.Sns as Fields | undefined;
  const found = [wrapped.body, wrapped.Body, wrapped.Message, sns?.Message].find((each) => typeof each === "string");
  return found as string | undefined;
}

/** When SQS gave a message to a function, or took it in. Source: Lambda Developer Guide, "Using Lambda with Amazon SQS". */
function receivedAt(wrapped: Fields): Instant | undefined {
  const attributes = (wrapped.attributes ?? wrapped.Attributes) as Fields | undefined;
  const at = Number(attributes?.ApproximateFirstReceiveTimestamp ?? attributes?.SentTimestamp ?? Number.NaN);
  return Number.isFinite(at) ? at : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
