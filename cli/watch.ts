import type { InstanceChanged } from "../events/notices/instance-changed.v1.ts";
import type { CommandContext } from "./command-context.ts";
import { type CommandOutcome, failed } from "./errors.ts";
import { momentText } from "./print.ts";
import type { Paint } from "./terminal.ts";

/** Which instances are listed, as the parameters of the list's query. */
export interface ListScope {
  readonly pool?: string;
  readonly state?: string;
  readonly az?: string;
  readonly changedSince?: string;
  readonly tombstones?: "false";
}

export interface Watching {
  readonly notices: AsyncIterable<InstanceChanged>;
  readonly scope: ListScope;
  /** The version last seen of each instance: a notice that comes again, or late, is left out. Grows as instances come. */
  readonly known: Map<string, number>;
  readonly stopped: AbortSignal;
}

/** Prints what changes within the scope, a line each, until it is stopped. Undefined: it was. */
export async function watchList(
  { terminal, json, paint }: CommandContext,
  { notices, scope, known, stopped }: Watching,
): Promise<CommandOutcome | undefined> {
  try {
    for await (const notice of notices) {
      const { id, version } = notice.resource;
      if (!concerns(scope, notice) || version <= (known.get(id) ?? 0)) continue;
      known.set(id, version);
      terminal.out(`${json ? JSON.stringify(notice) : changeText(notice, paint)}\n`);
    }
  } catch (error) {
    if (!stopped.aborted) return cutOff(error instanceof Error ? error.message : String(error));
  }
  return stopped.aborted ? undefined : cutOff("it ended the answer");
}

/** In the list, or just left it. */
const concerns = ({ pool, state, az }: ListScope, { resource, from }: InstanceChanged): boolean =>
  (pool === undefined || resource.pool === pool) &&
  (az === undefined || resource.az === az) &&
  (state === undefined || resource.state === state || from === state);

const changeText = ({ at, from, to, resource, transition, reasons }: InstanceChanged, paint: Paint): string =>
  [
    momentText(at),
    resource.id,
    from === to ? `${to} (${transition})` : `${from} → ${paint("bold", to)}`,
    reasons.map(({ text }) => text).join("; "),
  ]
    .join("  ")
    .trimEnd();

const cutOff = (why: string): CommandOutcome =>
  failed({
    exit: "unreachable",
    code: "cut-off",
    message: `the stream of notices ended: ${why}`,
    fix: "List again: what changed meanwhile is in it.",
  });
