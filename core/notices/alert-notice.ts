import type { AlertChanged, AlertDetails } from "../../events/alerts/alert-changed.v1.ts";
import { ALERTS, type Alert } from "../model/alert.ts";
import { noticeId } from "../model/ids.ts";
import { iso } from "../model/time.ts";
import { transitionDetails } from "./details.ts";

/** An alert as everybody outside sees it. */
export const alertDetailsOf = ({ id, version, kind, subject, state, since }: Alert): AlertDetails => {
  const { what, todo } = ALERTS[kind];
  return { id, version, alert: kind, subject, state, since: iso(since), what, todo };
};

/** What people are told of one write of an alert; undefined: nothing, as what was never raised is no news to them. */
export function alertNotice(alert: Alert): AlertChanged | undefined {
  const { name: transition, ...told } = transitionDetails(alert.last);
  if (told.to === "pending" || (told.to === "over" && told.from !== "raised")) return undefined;
  const id = noticeId(`alert/${alert.id}`, alert.version);
  return { version: 1, noticeId: id, transition, ...told, kind: "alert", resource: alertDetailsOf(alert) };
}
