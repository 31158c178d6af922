import { SECOND_MS } from "../../core/model/time.ts";
import { FUNCTIONS } from "../../functions/shared/manifest/functions.ts";
import { type FunctionRow, isQueueFed, timeoutMsOf } from "../../functions/shared/manifest/row.ts";
import { code, markdownPage, markdownTable, origin } from "./markdown.ts";

/** Every function: what makes it run, what it reads, what it is wired with, and how Lambda runs it. */
export const functionsPage = (): string =>
  markdownPage(
    origin("functions/manifest.ts"),
    "# Functions",
    "Each is one row of [the manifest](../../functions/manifest.ts), from which handlers, queues, rules, schedules, roles, the local cloud, " +
      "replays and tests are derived. The file of each function states what it reads and does, also when a message is delivered twice or late; " +
      "[permissions](../operate/permissions.md) lists what it may do in AWS. [How to add one](changing.md#a-function).",
    markdownTable(
      ["function", "invoked by", "contract", "batch", "concurrency", "ports", "memory", "timeout", "recursion"],
      FUNCTIONS.map(row),
    ),
  );

const row = (one: FunctionRow): readonly string[] => {
  const { name, fed, contract, ports, runs } = one;
  return [
    `[${name}](../../functions/${name}.ts)`,
    invokedBy(fed),
    contract ? `${contract.detailType} v${contract.version}` : "",
    isQueueFed(one) ? String(one.fed.batch) : fed.by === "stream" ? String(fed.records) : "1",
    isQueueFed(one) && one.fed.atOnce !== undefined ? String(one.fed.atOnce) : "",
    ports.map(code).join(", "),
    `${runs.memoryMb} MB`,
    `${timeoutMsOf(one) / SECOND_MS} s`,
    runs.recursion,
  ];
};

function invokedBy(fed: FunctionRow["fed"]): string {
  switch (fed.by) {
    case "event":
      return "a rule on the default bus";
    case "schedule":
      return `a schedule, every ${fed.everyMs / SECOND_MS} s`;
    case "queue":
      return `our own messages, from ${fed.fifo ? "a FIFO queue" : "a queue"} (${fed.queue})`;
    case "probes":
      return "probes, from our bus and the topic";
    case "replays":
      return "what the archive sends again";
    case "redrive":
      return "a redrive out of the failure queue";
    case "stream":
      return "the table's stream";
    case "topic":
      return "the topic";
    case "http":
      return "requests";
  }
}
