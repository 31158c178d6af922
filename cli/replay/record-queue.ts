import { SECOND_MS } from "../../core/model/time.ts";
import { PortError } from "../../core/ports/errors.ts";
import { ink } from "../../local/replay/ink.ts";
import type { CommandContext } from "../command-context.ts";
import { badInput, type CommandOutcome, failed, unwritable } from "../errors.ts";
import { counted } from "../print.ts";
import type { QueueInbox } from "./wire.ts";

export interface QueueOptions {
  /** The queue's address. */
  readonly queue: string;
  readonly out: string;
  /** Messages that are taken at most, and seconds that are waited for them. */
  readonly limit: number;
  readonly seconds: number;
}

const fromAws = async (url: string): Promise<QueueInbox> => (await import("./wire.ts")).queueAt(url);

/** Empties a queue into a file, a message a line as SQS gave it. A message is deleted only when its line lies on the disk: after a
 *  crash in between it is taken again, and written twice. */
export async function recordQueue(
  { terminal }: CommandContext,
  { queue, out, limit, seconds }: QueueOptions,
  open: (url: string) => Promise<QueueInbox> = fromAws,
): Promise<CommandOutcome> {
  if (!URL.canParse(queue))
    return badInput("bad-queue", `"${queue}" is no address`, {
      field: "--queue",
      fix: "Such as https://sqs.eu-central-1.amazonaws.com/111122223333/recording.",
    });
  const stopped = terminal.stopped();
  const end = performance.now() + seconds * SECOND_MS;
  let messages = 0;
  try {
    const inbox = await open(queue);
    const file = ink(out);
    try {
      for (
        let left = seconds * SECOND_MS;
        messages < limit && left > 0 && !stopped.aborted;
        left = end - performance.now()
      ) {
        const taken = await inbox.take(limit - messages, left / SECOND_MS);
        if (taken.length === 0) continue;
        for (const { id, text, sentTimestamp } of taken)
          file.line(JSON.stringify({ messageId: id, body: text, attributes: { SentTimestamp: sentTimestamp } }));
        file.flush();
        await inbox.delete(taken);
        messages += taken.length;
      }
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof PortError)
      return failed({ exit: "unreachable", code: error.code, message: error.message, field: "--queue" });
    if (!(error instanceof Error && "syscall" in error && "path" in error)) throw error;
    return unwritable(String(error.path), error, "--out");
  }
  return {
    kind: "done",
    document: { out, messages, stoppedEarly: stopped.aborted },
    text: `${out}: ${counted(messages, "message")} of ${queue}`,
  };
}
