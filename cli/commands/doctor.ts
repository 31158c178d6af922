import { MINUTE_MS, SECOND_MS } from "../../core/model/time.ts";
import type { Plane } from "../client.ts";
import type { CliCommand } from "../command.ts";
import { type CommandContext, planeCommand, planeOf } from "../command-context.ts";
import { type ChecksAnswer, checksAnswer, type DoctorCheck, triedAnswer } from "../doctor-answer.ts";
import { doctorText } from "../doctor-text.ts";
import type { CommandOutcome } from "../errors.ts";

interface DoctorOptions {
  readonly url: string;
}

/** AWS refuses what was signed five minutes ago or more, by its clock. Source: IAM User Guide, "Signature Version 4", Troubleshooting. */
const CLOCK_OFF_MAX_MS = MINUTE_MS;

/** How often, and how many times, it is looked whether permissions were tried: a queue and a function take a second or two. */
const LOOK_EVERY_MS = SECOND_MS;
const LOOKS_MAX = 20;

/** `greenroom doctor`: whether a plane has all that it needs, and what to do where it has not. Changes nothing. */
export const doctor: CliCommand = {
  group: "Operation",
  guide:
    "checks a plane: rules, queues, dead letters, sweeps, delivery, alerts, permissions, clocks; and says what to do ([operating](docs/operate/operating.md))",
  add: (program, context) =>
    planeCommand(program, context, "doctor")
      .description("check a plane: rules, queues, sweeps, delivery, alerts, permissions, clocks; and what to do")
      .action(async (options: DoctorOptions) => context.end(await checked(context, options))),
};

async function checked(context: CommandContext, options: DoctorOptions): Promise<CommandOutcome> {
  const { terminal, paint } = context;
  const plane = planeOf(options);
  const asked = await plane("POST /checks/permissions", triedAnswer, {});
  if (asked.kind !== "ok") return asked;
  const looked = await untilTried(context, plane, asked.body);
  if (looked.kind === "failed") return looked;
  const { answered, askedAt, tookMs } = looked;
  const { at, caller, checks } = answered;
  const all: readonly DoctorCheck[] = [
    {
      kind: "api",
      of: options.url,
      outcome: "ok",
      found: { tookMs, caller },
      says: `it answers ${caller} within ${tookMs} ms`,
    },
    clockCheck(Date.parse(at) - askedAt, tookMs),
    ...checks,
  ];
  const isOk = all.every(({ outcome }) => outcome === "ok");
  return {
    kind: "done",
    document: { at, ok: isOk, checks: all },
    text: doctorText(all, at, paint, terminal.size().columns),
    ...(!isOk && { exit: "failing" as const }),
  };
}

interface Looked {
  readonly kind: "looked";
  readonly answered: ChecksAnswer;
  readonly askedAt: number;
  readonly tookMs: number;
}

/** What the plane finds when its permissions have been tried, or LOOKS_MAX looks later. */
async function untilTried(
  { terminal }: CommandContext,
  plane: Plane,
  asked: { readonly at: string; readonly pools: readonly string[] },
): Promise<Looked | Extract<CommandOutcome, { kind: "failed" }>> {
  const stopped = terminal.stopped();
  for (let looks = 1; ; looks += 1) {
    const askedAt = terminal.now();
    const answered = await plane("GET /checks", checksAnswer);
    if (answered.kind === "failed") return answered;
    const tookMs = terminal.now() - askedAt;
    const { at, checks } = answered.body;
    const isTried = ({ found }: ChecksAnswer["checks"][number]) =>
      Date.parse(at) - Number(found.ageMs) >= Date.parse(asked.at);
    const isAbout = (pool: string) =>
      checks.filter(({ kind, of }) => kind === "permissions" && of.startsWith(`${pool} `));
    if (asked.pools.every((pool) => isAbout(pool).every(isTried)) || looks >= LOOKS_MAX || stopped.aborted)
      return { kind: "looked", answered: answered.body, askedAt, tookMs };
    await terminal.pause(LOOK_EVERY_MS, stopped);
  }
}

/** The plane read its clock at some moment while it was asked: so exactly, and no better, is this clock known to be off. */
function clockCheck(aheadMs: number, tookMs: number): DoctorCheck {
  const offMs = aheadMs < 0 ? -aheadMs : Math.max(0, aheadMs - tookMs);
  const isFailing = offMs > CLOCK_OFF_MAX_MS;
  const side = aheadMs < 0 ? "ahead of" : "behind";
  return {
    kind: "clock",
    of: "here and there",
    outcome: isFailing ? "failing" : "ok",
    found: { offMs, tookMs },
    says: isFailing
      ? `this machine's clock is ${Math.round(offMs / SECOND_MS)} s ${side} the plane's`
      : `they are ${(offMs / SECOND_MS).toFixed(1)} s apart at least`,
    ...(isFailing && {
      fix: "set this machine's clock by NTP: AWS refuses requests that were signed five minutes off",
    }),
  };
}
