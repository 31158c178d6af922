import { changed } from "../alerts/change.ts";
import { identityMismatch } from "../alerts/of-signals.ts";
import { alertId } from "../model/alert.ts";
import type { InstanceId } from "../model/ids.ts";
import type { Ports } from "../ports/ports.ts";

/** Somebody asked in the name of an instance, and is not that instance. Nothing of it is believed; an alert is raised, once per pool until
 *  the alert is over. Of an id that no record knows it is only counted. */
export async function onIdentityMismatch(
  ports: Pick<Ports, "clock" | "counters" | "instances" | "alerts">,
  { id, caller }: { readonly id: InstanceId; readonly caller: string },
): Promise<{ readonly kind: "published" | "counted" }> {
  const pool = (await ports.instances.find(id))?.pool;
  ports.counters.count("identity-mismatch", { pool: pool ?? "(unknown)" });
  if (pool === undefined) return { kind: "counted" };
  const now = ports.clock.now();
  const known = (await ports.alerts.list()).filter((alert) => alert.id === alertId("identity-mismatch", pool));
  const alerts = changed(known, [identityMismatch(pool, { caller, instance: id })], now, `signal:${id}`);
  for (const alert of alerts) await ports.alerts.save(alert);
  return { kind: alerts.length > 0 ? "published" : "counted" };
}
