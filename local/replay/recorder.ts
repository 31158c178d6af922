import { type Instant, iso } from "../../core/model/time.ts";
import { PortError } from "../../core/ports/errors.ts";
import type { Ports } from "../../core/ports/ports.ts";
import { write } from "../../events/contract.ts";
import { type Ec2Answered, ec2Answered } from "../../events/recording/ec2-answered.v1.ts";
import { recordingBegan } from "../../events/recording/recording-began.v1.ts";
import { type RequestReceived, requestReceived } from "../../events/recording/request-received.v1.ts";
import { notifyFunction } from "../../functions/manifest.ts";
import type { Observer } from "../facts.ts";
import type { Invoke } from "../seam.ts";
import { ec2Through, type RecordedCall, Waiting } from "./calls.ts";
import { planned, written } from "./decisions.ts";

/** Takes lines, without their ends. */
export interface Paper {
  event(line: string): void;
  decision(line: string): void;
}

interface App {
  fetch(request: Request): Response | Promise<Response>;
}

/** Stands where a local cloud receives something, and writes it down in the order in which it is handled. For one cloud. */
export interface Recorder {
  /** The ports as functions get them, with what EC2 answers written down. */
  listening(ports: Ports): Ports;
  /** Writes a message down before its function gets it. */
  readonly invoke: Invoke;
  /** The API, its requests written down. */
  asked(app: App): App;
  /** Writes down what was decided. */
  readonly observe: Observer;
}

const METHODS: readonly string[] = ["POST", "PUT", "PATCH", "DELETE"] satisfies RequestReceived["method"][];

/** `begunAt`: when the cloud begins, with nothing in it. */
export function recorder(paper: Paper, begunAt: Instant): Recorder {
  let ports: Ports | undefined;
  let lines = 0;
  const now = (): Instant => ports?.clock.now() ?? begunAt;
  const nextId = (): string => {
    lines += 1;
    return `line-${lines}`;
  };
  paper.event(stamped(write(recordingBegan, { version: 1, isComplete: true }, { id: nextId(), at: begunAt }), begunAt));

  const waiting = new Waiting<object>();
  async function noted<Answer>(call: RecordedCall, work: () => Promise<Answer>): Promise<Answer> {
    const asked = {};
    waiting.add(call, asked);
    const answered = (outcome: Pick<Ec2Answered, "answer" | "error">): void => {
      const detail: Ec2Answered = { version: 1, ...call, ordinal: waiting.offeringOf(call, asked), ...outcome };
      waiting.delete(call, asked);
      paper.event(stamped(write<Ec2Answered>(ec2Answered, detail, { id: nextId(), at: now() }), now()));
    };
    try {
      const answer = await work();
      answered({ answer: answer as Ec2Answered["answer"] });
      return answer;
    } catch (error) {
      answered({ error: errorDetails(error) });
      throw error;
    }
  }

  return {
    listening(calls) {
      ports = { ...calls, ...ec2Through((call, work) => noted(call, () => work(calls))) };
      return ports;
    },

    async invoke(name, text, work) {
      // The stream's writes are the plane's own, and recorded as decisions.
      if (name === notifyFunction.name) return work();
      paper.event(stamped(text, now()));
      const plan = ports && (await planned(ports, text));
      if (plan) paper.decision(plan.text());
      return work();
    },

    asked: (app) => ({
      async fetch(request) {
        const { pathname, search } = new URL(request.url);
        if (!METHODS.includes(request.method)) return app.fetch(request);
        const detail: RequestReceived = {
          version: 1,
          method: request.method as RequestReceived["method"],
          path: pathname + search,
          body: withoutUserData(await request.clone().text()),
          caller: request.headers.get("x-greenroom-caller") ?? "local",
        };
        paper.event(stamped(write<RequestReceived>(requestReceived, detail, { id: nextId(), at: now() }), now()));
        return app.fetch(request);
      },
    }),

    observe(fact) {
      const decision = fact.kind === "written" ? written(fact.written) : undefined;
      if (decision) paper.decision(decision.text());
    },
  };
}

/** A claim's user data may hold secrets, and decides nothing. */
function withoutUserData(text: string): string {
  try {
    const { userData, ...rest } = JSON.parse(text) as { userData?: unknown };
    return userData === undefined ? text : JSON.stringify(rest);
  } catch {
    return text;
  }
}

function errorDetails(error: unknown): NonNullable<Ec2Answered["error"]> {
  if (!(error instanceof PortError)) return { fate: "retryable", code: "Unexpected", message: String(error) };
  const { fate, code, message, retryAfterMs } = error;
  // The message begins with the code, which the error made from this adds again.
  return { fate, code, message: message.replace(`${code}: `, ""), ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** An envelope's text with the moment at which it was handled: its own time is that at which it was said. */
export const stamped = (text: string, at: Instant): string => `{"handled-at":"${iso(at)}",${text.slice(1)}`;
