import type {
  SendMessageBatchCommandInput,
  SendMessageBatchCommandOutput,
  SendMessageCommandInput,
  SendMessageCommandOutput,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { SECOND_MS } from "../../../core/model/time.ts";

/** A message that SQS took. */
export interface Posted {
  readonly url: string;
  readonly text: string;
  /** How long the sender asked to have it held back. */
  readonly delayMs: number;
  /** Why a letter lies where it does. */
  readonly error: string;
}

type Input = Partial<SendMessageBatchCommandInput & SendMessageCommandInput>;
type Output = Partial<SendMessageBatchCommandOutput & SendMessageCommandOutput>;

/** SQS runs by the real clock, and the plane does not: what is to be held back is sent without its delay, and told to who holds it
 *  back in virtual time. A message that SQS took for one of before is not told again. */
export function postmark(client: SQSClient, onPosted: (posted: Posted) => void): void {
  const known = new Set<string>();
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName !== "SendMessageCommand" && commandName !== "SendMessageBatchCommand") return next(args);
        const input = args.input as Input;
        const answer = await next({ ...args, input: undelayed(input) as typeof args.input });
        for (const { id, ...posted } of taken(input, answer.output as Output)) {
          if (!known.has(id)) onPosted(posted);
          known.add(id);
        }
        return answer;
      },
    { step: "initialize", name: "postmark" },
  );
}

function undelayed({ DelaySeconds: _, Entries, ...rest }: Input): Input {
  return { ...rest, ...(Entries && { Entries: Entries.map(({ DelaySeconds: __, ...entry }) => entry) }) };
}

function taken(input: Input, output: Output): readonly (Posted & { readonly id: string })[] {
  const url = input.QueueUrl ?? "";
  const posted = ({ MessageBody: text = "", DelaySeconds = 0, MessageAttributes }: Input, id = "") => ({
    url,
    text,
    delayMs: DelaySeconds * SECOND_MS,
    error: MessageAttributes?.ERROR_MESSAGE?.StringValue ?? "",
    id,
  });
  if (!input.Entries) return [posted(input, output.MessageId)];
  const entries = new Map(input.Entries.map((entry) => [entry.Id, entry]));
  return (output.Successful ?? []).map(({ Id, MessageId }) => posted(entries.get(Id) ?? {}, MessageId));
}
