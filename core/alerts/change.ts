import { ALERTS, type Alert, type AlertState, alertId } from "../model/alert.ts";
import type { Reason } from "../model/reason.ts";
import type { Instant } from "../model/time.ts";
import type { AlertCondition } from "./condition.ts";

/** The alerts that change: what has become so, what has lasted long enough to be raised, and what is over. What stays as it was is not
 *  among them, whatever its figures are now. */
export function changed(
  known: readonly Alert[],
  conditions: readonly AlertCondition[],
  now: Instant,
  cause = `alert-tick:${now}`,
): readonly Alert[] {
  const live = new Map(known.map((alert) => [alert.id, alert]));
  const met = new Map(conditions.map((condition) => [alertId(condition.kind, condition.subject), condition]));
  const begunOrRipe = [...met].flatMap(([id, condition]) => grown(live.get(id), condition, { at: now, cause }));
  const over = known.filter(({ id, state }) => state !== "over" && !met.has(id));
  return [...begunOrRipe, ...over.map((alert) => next(alert, "over", { at: now, cause, reasons: alert.last.reasons }))];
}

function grown(
  alert: Alert | undefined,
  { kind, subject, since: begun, reasons }: AlertCondition,
  stamp: Stamp,
): readonly Alert[] {
  const { patienceMs } = ALERTS[kind];
  const { at: now } = stamp;
  const isNew = !alert || alert.state === "over";
  const since = isNew ? (begun ?? now) : alert.since;
  const state: AlertState = now - since >= patienceMs ? "raised" : "pending";
  if (!isNew && (alert.state === "raised" || state === "pending")) return [];
  const before = alert ?? { id: alertId(kind, subject), kind, subject, version: 0 };
  return [{ ...next(before, state, { ...stamp, reasons }), since }];
}

type Stamp = Pick<Alert["last"], "at" | "cause">;
type Before = Pick<Alert, "id" | "kind" | "subject" | "version"> & Partial<Pick<Alert, "since" | "state">>;

function next(before: Before, state: AlertState, stamp: Stamp & { readonly reasons: readonly Reason[] }): Alert {
  const { id, kind, subject, version, since = stamp.at } = before;
  const from = before.state ?? "none";
  const last: Alert["last"] = { name: state, from, to: state, ...stamp };
  return { id, kind, subject, state, since, version: version + 1, last };
}
