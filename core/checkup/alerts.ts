import { ALERTS, type Alert } from "../model/alert.ts";
import type { Check } from "../model/check.ts";
import { sentence } from "../model/reason.ts";
import { type Instant, MINUTE_MS } from "../model/time.ts";

/** What people are alerted to now, one check each; one in all when it is nothing. */
export function alertChecks(alerts: readonly Alert[], now: Instant): readonly Check[] {
  const raised = alerts.filter(({ state }) => state === "raised");
  if (raised.length === 0)
    return [{ kind: "alert", of: "any", outcome: "ok", found: { raised: 0 }, says: "no alert is raised" }];
  return raised.map(({ kind, subject, since, last }) => ({
    kind: "alert",
    of: `${kind} ${subject}`,
    outcome: "failing",
    found: { sinceMs: now - since },
    says: `for ${Math.floor((now - since) / MINUTE_MS)} min ${ALERTS[kind].what}${last.reasons.length > 0 ? ` (${last.reasons.map(sentence).join("; ")})` : ""}`,
    fix: ALERTS[kind].todo,
  }));
}
