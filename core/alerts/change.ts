import { ALERTS, type Alert, type AlertState, alertId } from "../model/alert.ts";
import type { Reason } from "../model/reason.ts";
import type { Instant } from "../model/time.ts";
import type { Condition } from "./condition.ts";

/** The alerts that change: what has become so, what has lasted long enough to be told, and what is over. What stays as it was is not
 *  among them, whatever its figures are now. */
export function changed(known: readonly Alert[], conditions: readonly Condition[], now: Instant): readonly Alert[] {
  const live = new Map(known.map((alert) => [alert.id, alert]));
  const met = new Map(conditions.map((condition) => [alertId(condition.kind, condition.subject), condition]));
  const begunOrRipe = [...met].flatMap(([id, condition]) => grown(live.get(id), condition, now));
  const over = known.filter(({ id, state }) => state !== "over" && !met.has(id));
  return [...begunOrRipe, ...over.map((alert) => next(alert, "over", { at: now, reasons: alert.last.reasons }))];
}

function grown(
  alert: Alert | undefined,
  { kind, subject, since: begun, reasons }: Condition,
  now: Instant,
): readonly Alert[] {
  const { patienceMs } = ALERTS[kind];
  const isNew = !alert || alert.state === "over";
  const since = isNew ? (begun ?? now) : alert.since;
  const state: AlertState = now - since >= patienceMs ? "raised" : "pending";
  if (!isNew && (alert.state === "raised" || state === "pending")) return [];
  const before = alert ?? { id: alertId(kind, subject), kind, subject, version: 0 };
  return [{ ...next(before, state, { at: now, reasons }), since }];
}

type Before = Pick<Alert, "id" | "kind" | "subject" | "version"> & Partial<Pick<Alert, "since" | "state">>;

function next(before: Before, state: AlertState, { at, reasons }: { at: Instant; reasons: readonly Reason[] }): Alert {
  const { id, kind, subject, version, since = at } = before;
  const from = before.state ?? "none";
  const last: Alert["last"] = { name: state, from, to: state, at, cause: `alert-tick:${at}`, reasons };
  return { id, kind, subject, state, since, version: version + 1, last };
}
