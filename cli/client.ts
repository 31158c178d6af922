import type * as z from "zod";
import { SECOND_MS } from "../core/model/time.ts";
import { parseJson } from "../events/contract.ts";
import { errorAnswer } from "./answers.ts";
import { badInput, type CommandFailure, type CommandOutcome, type Exit, failed } from "./errors.ts";

export const DEFAULT_PORT = 4_750;
export const DEFAULT_URL = `http://127.0.0.1:${DEFAULT_PORT}`;
/** How long a command waits for one answer of the plane, which itself gives up earlier. */
const ANSWER_MS = 30 * SECOND_MS;

export type PlaneAnswer<Body> =
  | { readonly kind: "ok"; readonly body: Body }
  | Extract<CommandOutcome, { kind: "failed" }>;

/** Asks the plane: `PUT /pools`, with a body to send, held against what the answer must be. */
export type Plane = <Body>(request: string, answer: z.ZodType<Body>, body?: unknown) => Promise<PlaneAnswer<Body>>;

/** The plane at a URL. Nothing is asked twice: whether it is safe to ask again is the engineer's to say. */
export function planeAt(url: string): Plane {
  return async (request, answer, body) => {
    const [method = "GET", path = "/"] = request.split(" ");
    const target = planeUrl(url, path);
    if ("kind" in target) return target;
    const said = await reply(target, method, body);
    if ("failure" in said) return failed(said.failure);
    const { status, json } = said;
    if (status >= 400) return failed(refusal(url, status, json));
    const held = answer.safeParse(json);
    return held.success
      ? { kind: "ok", body: held.data }
      : failed(notAPlane(url, `its answer to ${request} is another`));
  };
}

/** A path of the plane at a URL. */
export function planeUrl(url: string, path: string): URL | Extract<CommandOutcome, { kind: "failed" }> {
  const target = URL.parse(url.replace(/\/$/, "") + path);
  if (target && /^https?:$/.test(target.protocol)) return target;
  return badInput("bad-url", `"${url}" is no http or https address`, {
    field: "--url",
    fix: `Such as ${DEFAULT_URL}.`,
  });
}

type Reply = { readonly status: number; readonly json: unknown } | { readonly failure: CommandFailure };

async function reply(target: URL, method: string, body: unknown): Promise<Reply> {
  try {
    const response = await fetch(target, {
      method,
      signal: AbortSignal.timeout(ANSWER_MS),
      ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await response.text();
    return { status: response.status, json: parseJson(text) };
  } catch (error) {
    return { failure: unreachable(target, error) };
  }
}

/** Why nothing came back. */
export function unreachable({ origin }: URL, error: unknown): CommandFailure {
  const late = error instanceof Error && error.name === "TimeoutError";
  return {
    exit: "unreachable",
    code: late ? "no-answer" : "unreachable",
    message: late
      ? `${origin} did not answer within ${ANSWER_MS / SECOND_MS} s`
      : `nothing answers at ${origin} (${causeOf(error)})`,
    fix: "Start a plane with `npm start -- --serve`, or name one with --url or GREENROOM_URL.",
  };
}

/** What the system said beneath fetch's "fetch failed", e.g. `ECONNREFUSED`. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return "code" in cause ? String(cause.code) : cause.message;
}

/** What a plane meant by an answer that is none. */
export function refusal(url: string, status: number, json: unknown): CommandFailure {
  if (status === 401 || status === 403)
    return {
      exit: "refused",
      code: "forbidden",
      message: `${url} answered ${status}: it wants requests that are signed, and this command signs none`,
      fix: "Ask through something that signs for you, such as aws-sigv4-proxy, or the plane of `npm start -- --serve`.",
    };
  const held = errorAnswer.safeParse(json);
  if (!held.success) return notAPlane(url, `it answered ${status}`);
  const { code, message, field, fix, problems } = held.data.error;
  return {
    exit: exitOf(status),
    code,
    message: problems ? "the plane found the request malformed" : message,
    ...(field && !problems && { field }),
    ...(fix && { fix: sentenceOf(fix) }),
    ...(problems && { problems }),
  };
}

const exitOf = (status: number): Exit => {
  if (status === 404) return "notFound";
  if (status === 409) return "refused";
  if (status === 500) return "unexpected";
  return status > 500 || status === 429 ? "unreachable" : "badInput";
};

const notAPlane = (url: string, why: string): CommandFailure => ({
  exit: "unreachable",
  code: "not-a-plane",
  message: `what listens at ${url} is not a Greenroom plane of this version: ${why}`,
  fix: "Name the plane with --url or GREENROOM_URL.",
});

/** A clause as a sentence. */
export const sentenceOf = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`;
