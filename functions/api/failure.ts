import type { Context } from "hono";
import type * as z from "zod";
import { PortError } from "../../core/ports/errors.ts";
import { type Problem, problemsOf } from "../../events/contract.ts";
import { expectation } from "../../events/expectation.ts";

/** Every error the API answers: what is wrong, where, and what to do. */
export interface ApiFailure {
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  readonly fix?: string;
  readonly problems?: readonly Problem[];
}

type Status = 400 | 403 | 404 | 409 | 413 | 422;

/** A request that cannot be served as it is. */
export class BadRequest extends Error {
  readonly status: Status;
  readonly failure: ApiFailure;

  constructor(status: Status, failure: ApiFailure) {
    super(failure.message);
    this.status = status;
    this.failure = failure;
  }
}

export const notFound = (what: string, id: string): BadRequest =>
  new BadRequest(404, { code: "not-found", message: `there is no ${what} ${id}`, field: what });

/** Characters of an invalid value that the answer repeats. */
const VALUE_SHOWN_MAX = 100;
/** May hold secrets, and an answer may be logged by whoever asked. */
const UNTOLD: readonly PropertyKey[] = ["userData"];

/** Validates a value by its schema; an invalid one is answered with every invalid field and its value. */
export function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value, { error: expectation });
  if (result.success) return result.data;
  const found = result.error.issues.map(({ path }) => foundAt(value, path));
  const problems = problemsOf(result.error).map(({ field, message }, nth) => ({
    field,
    message: `${message}${found[nth]}`,
  }));
  const [first] = problems;
  throw new BadRequest(400, {
    code: "malformed",
    message: problems.map(({ field, message }) => `${field}: ${message}`).join("; "),
    ...(first && { field: first.field }),
    problems,
  });
}

/** A clause on the value at a path, if it is a plain one. */
function foundAt(value: unknown, path: readonly PropertyKey[]): string {
  if (path.some((key) => UNTOLD.includes(key))) return "";
  const found = path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key],
    value,
  );
  if (typeof found === "string") return `; it is ${JSON.stringify(found.slice(0, VALUE_SHOWN_MAX))}`;
  return typeof found === "number" || typeof found === "boolean" ? `; it is ${found}` : "";
}

/** The request's JSON. An empty body is an empty object. */
export async function body(context: Context): Promise<unknown> {
  const text = await context.req.text();
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new BadRequest(400, { code: "malformed", message: `the body is not JSON: ${message}`, field: "(body)" });
  }
}

/** Errors as answers: the caller's with its status, the outside's as 503 to try again, anything else as 500. */
export function failure(error: Error, context: Context): Response {
  if (error instanceof BadRequest) return context.json({ error: error.failure }, error.status);
  if (error instanceof PortError && error.fate !== "terminal") {
    context.header("retry-after", String(Math.ceil((error.retryAfterMs ?? 1_000) / 1_000)));
    return context.json({ error: { code: error.code, message: error.message, fix: "ask again" } }, 503);
  }
  console.error(error);
  return context.json({ error: { code: "unexpected", message: "this is our mistake; the log tells more" } }, 500);
}
