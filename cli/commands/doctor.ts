import type { Command } from "commander";
import { MINUTE_MS, SECOND_MS } from "../../core/model/time.ts";
import { type Desk, planeCommand, planeOf } from "../desk.ts";
import { checksAnswer, type Found } from "../doctor-answer.ts";
import { doctorText } from "../doctor-text.ts";
import type { Outcome } from "../errors.ts";

interface DoctorOptions {
  readonly url: string;
}

/** AWS refuses what was signed five minutes ago or more, by its clock. Source: IAM User Guide, "Signature Version 4", Troubleshooting. */
const CLOCK_OFF_MAX_MS = MINUTE_MS;

/** `greenroom doctor`: whether a plane has all that it needs, and what to do where it has not. Changes nothing. */
export const doctor = (program: Command, desk: Desk): Command =>
  planeCommand(program, desk, "doctor")
    .description("check a plane: rules, queues, sweeps, delivery, alerts, permissions, clocks; and what to do")
    .action(async (options: DoctorOptions) => desk.end(await checked(desk, options)));

async function checked(desk: Desk, options: DoctorOptions): Promise<Outcome> {
  const { terminal, paint } = desk;
  const plane = planeOf(options);
  const askedAt = terminal.now();
  const answered = await plane("GET /checks", checksAnswer);
  const tookMs = terminal.now() - askedAt;
  if (answered.kind !== "ok") return answered;
  const { at, caller, checks } = answered.body;
  const all: readonly Found[] = [
    {
      kind: "api",
      of: options.url,
      outcome: "well",
      found: { tookMs, caller },
      says: `it answers ${caller} within ${tookMs} ms`,
    },
    clockCheck(Date.parse(at) - askedAt, tookMs),
    ...checks,
  ];
  const isWell = all.every(({ outcome }) => outcome === "well");
  return {
    kind: "done",
    document: { at, well: isWell, checks: all },
    text: doctorText(all, at, paint, terminal.size().columns),
    ...(!isWell && { exit: "unwell" as const }),
  };
}

/** The plane read its clock at some moment while it was asked: so exactly, and no better, is this clock known to be off. */
function clockCheck(aheadMs: number, tookMs: number): Found {
  const offMs = aheadMs < 0 ? -aheadMs : Math.max(0, aheadMs - tookMs);
  const isIll = offMs > CLOCK_OFF_MAX_MS;
  const side = aheadMs < 0 ? "ahead of" : "behind";
  return {
    kind: "clock",
    of: "here and there",
    outcome: isIll ? "ill" : "well",
    found: { offMs, tookMs },
    says: isIll
      ? `this machine's clock is ${Math.round(offMs / SECOND_MS)} s ${side} the plane's`
      : `this machine's clock and the plane's differ by ${(offMs / SECOND_MS).toFixed(1)} s at least`,
    ...(isIll && { fix: "set this machine's clock by NTP: AWS refuses requests that were signed five minutes off" }),
  };
}
