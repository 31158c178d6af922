import { type Contract, keyOf, problemsOf, type Reading, read } from "./contract.ts";
import { changeByReference } from "./notices/change-by-reference.v1.ts";
import { NOTICES } from "./notices/notice.ts";
import type { Said } from "./subscribers/resources.ts";

/** What subscribers import as `greenroom/events`. */
export { type Contract, type Heard, type Problem, type Reading, read } from "./contract.ts";
export type { ChangeByReference } from "./notices/change-by-reference.v1.ts";
export type { ClaimChanged, ClaimDetails } from "./notices/claim-changed.v1.ts";
export type { InstanceChanged, InstanceDetails } from "./notices/instance-changed.v1.ts";
export type { Notice } from "./notices/notice.ts";
export type { PoolChanged, PoolDetails } from "./notices/pool-changed.v1.ts";
export type { SweepChanged, SweepDetails } from "./notices/sweep-changed.v1.ts";
export type { TemplateDetails, TemplateMade } from "./notices/template-made.v1.ts";
export type { Page } from "./pages.ts";
export * from "./subscribers/follow.ts";
export { type Inbox, inbox, WAITING_MAX } from "./subscribers/inbox.ts";
export { type Get, plane } from "./subscribers/plane.ts";
export { isOver, type Kind, type Resources, type Said } from "./subscribers/resources.ts";

/** What the plane publishes, by kind, and the reference sent for what is too large. Each contract has a zod schema of its `detail`. */
export const notices = { ...NOTICES, byReference: changeByReference } as const;

const BY_KIND: Readonly<Record<string, Contract<Said>>> = NOTICES;

/** Reads a notice, however it came: in EventBridge's envelope, in the body of an SQS message that SNS wrapped, or as it is.
 *  Never throws. `unknown` is for other kinds of message: drop and count them. `unsupported` is for versions that this package is too old
 *  for: keep them, and update it. */
export function parseNotice(text: string): Reading<Said> {
  const parsed = parseJson(text);
  if (parsed === undefined) return { kind: "malformed", problems: [{ field: "(body)", message: "not JSON" }] };
  if (parsed.Type === "Notification" && typeof parsed.Message === "string") return parseUnwrapped(parsed.Message);
  return parseUnwrapped(text);
}

function parseUnwrapped(text: string): Reading<Said> {
  const parsed = parseJson(text);
  if (parsed && "noticeId" in parsed) return parseBare(parsed);
  const named = Object.values<Contract<Said>>(notices).find(({ detailType }) => detailType === parsed?.["detail-type"]);
  const reading = read<Said>(named ?? notices.instance, text);
  // Of our own, and no notice: a probe, say.
  return !named && reading.kind === "unsupported" ? { ...reading, kind: "unknown" } : reading;
}

function parseBare(parsed: Readonly<Record<string, unknown>>): Reading<Said> {
  const { kind, version } = parsed;
  const contract: Contract<Said> | undefined = "href" in parsed ? changeByReference : kindOf(kind);
  const key = `greenroom/${contract?.detailType ?? String(kind)}/v${String(version)}`;
  if (!contract) return { kind: "unknown", key };
  if (key !== keyOf(contract)) return { kind: "unsupported", key };
  const { success, data, error } = contract.detail.safeParse(parsed);
  if (!success) return { kind: "malformed", problems: problemsOf(error) };
  const { noticeId: id, at } = data;
  return { kind: "heard", event: { id, at: Date.parse(at), region: undefined, replay: undefined, detail: data } };
}

const kindOf = (kind: unknown): Contract<Said> | undefined =>
  typeof kind === "string" && Object.hasOwn(BY_KIND, kind) ? BY_KIND[kind] : undefined;

/** Undefined: not JSON. What is JSON and no object has no fields. */
function parseJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return undefined;
  }
}
