import type { Blame } from "../model/blame/blame.ts";
import { STATE_REASON_ROWS } from "../model/blame/state-reasons.ts";
import { ERROR_ROWS } from "../model/blame/table.ts";
import { blameOf, unlisted } from "./of-error.ts";
import { failureRowFor, rowsByCode } from "./row-for.ts";
import type { FailureNames } from "./worded.ts";

const REASONS_TABLE = rowsByCode(STATE_REASON_ROWS);
const ERRORS_TABLE = rowsByCode(ERROR_ROWS);

/** Whose fault it is that an instance changed its state although the plane did not ask for it, from EC2's StateReason.
 *  The text may begin with a more exact code than the code itself: `Server.InternalError` with "Client.InternalError: Client error on
 *  launch" is the encryption key (karpenter-provider-aws#1407, modernisation-platform#2542), and "Client.InvalidParameterCombination:
 *  Could not create volume …" is what RunInstances would have refused (hashicorp/terraform#5909). */
export function blameForStateReason(code: string, message: string, named: FailureNames = {}): Blame {
  const [, leading] = /^((?:Client|Server)\.[\w.]+\w)(?::|$)/.exec(message) ?? [];
  const [exact = code] = [leading, code].filter((each) => each !== undefined && isKnown(each));
  const launch = { call: "RunInstances", text: message, named } as const;
  const bare = exact.replace(/^(?:Client|Server)\./, "");
  const row = failureRowFor(REASONS_TABLE, exact, launch) ?? failureRowFor(ERRORS_TABLE, bare, launch);
  if (row) return blameOf(row, exact, launch, true);
  const fault = exact.startsWith("Server.") ? "server" : "client";
  return blameOf(unlisted(exact, { fault, tries: Number.POSITIVE_INFINITY }), exact, launch, false);
}

const isKnown = (code: string): boolean =>
  REASONS_TABLE.has(code) || failureRowFor(ERRORS_TABLE, code.replace(/^(?:Client|Server)\./, ""), {}) !== undefined;
