import { type AlertChanged, alertChanged } from "../../events/alerts/alert-changed.v1.ts";
import { write } from "../../events/contract.ts";
import type { Attributes } from "./attributes.ts";

/** What SNS takes of a subject: at most 100 characters. Source: SNS API Reference, Publish. */
const SUBJECT_MAX = 100;

/** An alert as machines read it. */
export const alertText = (alert: AlertChanged): string =>
  write(alertChanged, alert, { id: alert.noticeId, at: Date.parse(alert.at) });

/** An alert as people read it: the line in their inbox, and the text below it. */
export function alertMail({ resource, reasons, at }: AlertChanged): {
  readonly subject: string;
  readonly body: string;
} {
  const { state, alert, subject, what, todo, since } = resource;
  const isOver = state === "over";
  return {
    subject: `${isOver ? "Over" : "Alert"}: ${alert} (${subject})`.slice(0, SUBJECT_MAX),
    body: [
      `${subject}: ${isOver ? "over: " : ""}${what}.`,
      ...reasons.map(({ text }) => `- ${text}`),
      isOver ? `From ${since} to ${at}.` : `Since ${since}.`,
      ...(isOver ? [] : [`What to do: ${todo}.`]),
      "",
    ].join("\n"),
  };
}

/** What subscribers to alerts can filter by. */
export const alertAttributes = ({ resource: { alert, subject, state } }: AlertChanged): Attributes => ({
  alert,
  subject,
  state,
});
