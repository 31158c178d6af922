import type { Alert } from "../../../core/model/alert.ts";
import { ALERT_RETENTION_MS } from "../../../core/model/limits.ts";
import type { Alerts } from "../../../core/ports/alerts.ts";
import type { TableCalls } from "./calls.ts";
import { ALERT_LIST, alertKey, expiry, ifNext } from "./items.ts";

/** All alerts lie in one partition: there are as many as conditions that can be wrong at once. */
export const dynamoAlerts = (calls: TableCalls): Alerts => ({
  async list() {
    const items = await calls.query({
      ConsistentRead: true,
      KeyConditionExpression: "pk = :alerts",
      ExpressionAttributeValues: { ":alerts": ALERT_LIST },
    });
    return items.map(({ doc }) => doc as Alert);
  },

  async save(alert) {
    const { id, version, state, last } = alert;
    const expiresAt = state === "over" ? expiry(last.at + ALERT_RETENTION_MS) : undefined;
    const Item = { ...alertKey(id), doc: alert, version, expiresAt };
    const answer = await calls.write([{ Put: { Item, ...ifNext(version) } }]);
    return answer.kind === "written" ? "saved" : "conflict";
  },
});
