import type { Blame, BlameRow, Owner } from "../model/blame/blame.ts";
import { ERROR_ROWS } from "../model/blame/table.ts";
import { THROTTLE_NAME, THROTTLING_ROWS } from "../model/blame/throttling.ts";
import { UNLISTED_TRIES_MAX, UNLISTED_WAIT_MS } from "../model/blame-limits.ts";
import { CALL_PURPOSES } from "../model/ec2-calls.ts";
import type { FailedCall } from "./failed-call.ts";
import { failureRowFor, rowsByCode } from "./row-for.ts";
import { widestOf } from "./widest.ts";
import { worded } from "./worded.ts";

const TABLE = rowsByCode(ERROR_ROWS);

/** Whose fault it is that EC2 refused a call. A code that no row names is the request's fault where it is the client's and no
 *  throttle: tried UNLISTED_TRIES_MAX times at most, and alerted; where it is the server's, it is AWS's. It is never the member's. */
export function blameForError(code: string, failed: FailedCall): Blame {
  const row = failureRowFor(TABLE, code, failed);
  return blameOf(row ?? unlisted(code, failed), code, failed, row !== undefined);
}

/** A row as the blame of one failure: with its owner, and its sentences filled. */
export function blameOf(row: BlameRow, code: string, failed: Partial<FailedCall>, listed: boolean): Blame {
  const owner = ownerOf(row.owner, failed);
  const scope = owner === "claim" || isBystander(row, failed) ? "none" : row.scope;
  const alert = alertOf(row, owner, failed);
  return {
    code,
    owner,
    scope,
    widest: widestOf(owner, scope, row.answer),
    fate: row.fate,
    ...(row.retryAfterMs !== undefined && { retryAfterMs: row.retryAfterMs }),
    ...(row.answer && { answer: row.answer }),
    ...(alert && { alert }),
    claimant: worded(row.claimant, failed.named ?? {}, failed),
    fix: worded(row.fix, failed.named ?? {}, failed),
    source: row.source,
    listed,
  };
}

/** A request is made up by the claim whose override it makes, by the template that is launched, started or changed, and otherwise by
 *  the plane, which has the account's rights. */
function ownerOf(owner: BlameRow["owner"], { call, override }: Partial<FailedCall>): Owner {
  if (owner !== "request") return owner;
  if (override) return "claim";
  const purpose = call && CALL_PURPOSES[call];
  return purpose === undefined || ["launch", "start", "change"].includes(purpose) ? "template" : "account";
}

/** A stop, termination or read that EC2 does not take holds no launches back, unless nothing works in the region. */
const isBystander = ({ scope }: BlameRow, { call }: Partial<FailedCall>): boolean =>
  scope !== "region" && call !== undefined && ["stop", "terminate", "read"].includes(CALL_PURPOSES[call]);

function alertOf(row: BlameRow, owner: Owner, { call }: Partial<FailedCall>): Blame["alert"] {
  if (owner === "claim" || row.alert === undefined) return undefined;
  if (row.owner !== "request" || call === undefined) return row.alert;
  const purpose = CALL_PURPOSES[call];
  if (purpose === "terminate") return "cannot-be-ended";
  return purpose === "stop" || purpose === "read" ? "unlisted-error" : row.alert;
}

const [THROTTLED] = THROTTLING_ROWS;

/** The row that a code gets which none names. */
export function unlisted(code: string, { fault = "client", tries = 1 }: Partial<FailedCall>): BlameRow {
  if (THROTTLED && THROTTLE_NAME.test(code)) return { ...THROTTLED, alert: "unlisted-error" };
  const common = {
    codes: [code],
    alert: "unlisted-error",
    fix: `report ${code} to the maintainers of the table of failures, with what EC2 says: {text}`,
    source: "no list of AWS's that the plane knows",
  } as const;
  if (fault === "server")
    return { ...common, owner: "aws", scope: "none", fate: "retryable", claimant: `EC2 failed with ${code}` };
  const request = { ...common, owner: "request", scope: "template", claimant: `EC2 refuses: ${code}, {text}` } as const;
  return tries < UNLISTED_TRIES_MAX
    ? { ...request, fate: "retry-after", retryAfterMs: UNLISTED_WAIT_MS }
    : { ...request, fate: "terminal" };
}
