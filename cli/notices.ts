import { MESSAGE_BYTES_MAX } from "../core/model/limits.ts";
import { type InstanceChanged, instanceChanged } from "../events/notices/instance-changed.v1.ts";
import { planeUrl, refusal, unreachable } from "./client.ts";
import { type CommandOutcome, failed } from "./errors.ts";

export type NoticesAnswer =
  | { readonly kind: "told"; readonly notices: AsyncIterable<InstanceChanged> }
  | Extract<CommandOutcome, { kind: "failed" }>;

/** The notices of a plane's instances from now on, at least once, until the plane ends the stream or the signal is given. */
export async function noticesOf(url: string, signal: AbortSignal): Promise<NoticesAnswer> {
  const target = planeUrl(url, "/notices");
  if ("kind" in target) return target;
  try {
    const response = await fetch(target, { signal, headers: { accept: "text/event-stream" } });
    if (response.ok && response.body) return { kind: "told", notices: changes(response.body) };
    if (response.status !== 404) return failed(refusal(url, response.status, undefined));
    await response.body?.cancel();
    return failed({
      exit: "notFound",
      code: "no-notices",
      message: `the plane at ${url} streams no notices over HTTP, as none on AWS does: there they go to its SNS topic`,
      field: "--watch",
      fix: "Subscribe to the topic, or list without --watch.",
    });
  } catch (error) {
    return failed(unreachable(target, error));
  }
}

async function* changes(body: ReadableStream<Uint8Array>): AsyncGenerator<InstanceChanged> {
  for await (const data of events(body)) {
    const held = instanceChanged.detail.safeParse(JSON.parse(data));
    if (held.success) yield held.data;
  }
}

/** The data of server-sent events, as the local plane writes them: one line each. */
async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const whole = text.split("\n\n");
    text = whole.pop() ?? "";
    for (const event of whole) yield* event.split("\n").flatMap((line) => line.match(/^data: (.*)$/)?.[1] ?? []);
    if (text.length > MESSAGE_BYTES_MAX) return;
  }
}
