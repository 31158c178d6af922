import { LAMBDA } from "../../core/model/aws-behaviour.ts";
import { persistsMs, RETRIES, type RetryRow } from "../../core/model/retries.ts";
import { MINUTE_MS, SECOND_MS } from "../../core/model/time.ts";
import { FUNCTIONS } from "../../functions/shared/manifest/functions.ts";
import { isQueueFed } from "../../functions/shared/manifest/row.ts";
import { markdownPage, markdownTable, origin } from "./markdown.ts";

/** When the messages of each function are retried, and when they are given up. */
export const retriesPage = (): string =>
  markdownPage(
    origin("core/model/retries.ts"),
    "# Retries",
    "A function that fails a message sets when SQS delivers it again: not before the time that the error names (a throttle: five seconds), and not " +
      "before the delay of the function's row, which grows with every receive. Where the invocation ended without a word, because it crashed, timed out or " +
      "was throttled, the queue's visibility timeout decides. The deployed queues and the local cloud read the same table.",
    markdownTable(
      [
        "function",
        "may run",
        "visibility timeout",
        "first retry",
        "longest",
        "receives",
        "given up after",
        "invocations at once",
        "recursion",
      ],
      FUNCTIONS.filter(isQueueFed).map(({ name, fed, runs }) => [
        `[${name}](../../functions/${name}.ts)`,
        ...cells(RETRIES[fed.retry]),
        String(fed.atOnce ?? "unlimited"),
        runs.recursion,
      ]),
    ),
    [
      "- **Given up after**: the sum of all delays, if no error names a time and no invocation is lost. The message then goes to the dead-letter " +
        "queue ([redrive](failures.md)). What a schedule asks for again anyway is given up sooner.",
      "- **plan-pool** has one message group per pool: a message that fails holds up the plans of its pool and of no other.",
      `- **recursion**: Lambda stops a function after ${LAMBDA.chainInvocationsMax} invocations in one chain of messages, unless it is allowed. It is ` +
        "allowed to exactly the functions whose messages lead back to them: a deadline of a day is a chain of 96 messages. A deadline " +
        "whose message is lost all the same is armed again by the next sweep.",
      "- **Throttled invocations** count as receives. A new account may have a concurrency of " +
        `${LAMBDA.newAccountConcurrency}: raise the quota before production ([costs and quotas](costs.md)).`,
      "- If the visibility of a message cannot be set, it comes after the visibility timeout; `redelivery-unset` counts these.",
      "- A record that is not done five seconds before its invocation would time out has failed; the other records of its batch are done.",
    ].join("\n"),
  );

const cells = (row: RetryRow): readonly string[] => [
  seconds(row.timeoutMs),
  seconds(row.visibilityMs),
  seconds(row.firstMs),
  seconds(row.mostMs),
  String(row.receives),
  persistsMs(row) < 5 * MINUTE_MS ? seconds(persistsMs(row)) : `${Math.round(persistsMs(row) / MINUTE_MS)} min`,
];

const seconds = (ms: number): string => `${ms / SECOND_MS} s`;
