import type { ConsoleRead } from "../../core/model/autopsy.ts";
import { type Instant, iso } from "../../core/model/time.ts";
import { CONSOLE_LAG_MS } from "../assumptions.ts";
import type { Machine } from "./machine.ts";

/** What the local cloud has of a machine's console: a line for each change of power, once the machine ran and some time has passed. */
export function printedBy({ id, past }: Machine, now: Instant): ConsoleRead {
  const posted = past.filter(({ at }) => at + CONSOLE_LAG_MS <= now);
  const last = posted.at(-1);
  if (!last || !posted.some(({ state }) => state === "running")) return { kind: "empty" };
  const lines = posted.map(({ state, at }) => `[${iso(at)}] local cloud: ${id} is ${state}\r\n`);
  return { kind: "output", text: lines.join(""), postedAt: last.at };
}
