import { changed } from "../alerts/change.ts";
import { falseSpeaker } from "../alerts/of-signals.ts";
import { alertId } from "../model/alert.ts";
import type { InstanceId } from "../model/ids.ts";
import type { Ports } from "../ports/ports.ts";

/** Somebody asked in the name of an instance, and is not that instance. Nothing of it is believed; people are told, once per pool until
 *  the alert is over. Of an id that no record knows it is only counted. */
export async function onFalseSpeaker(
  ports: Pick<Ports, "clock" | "counters" | "instances" | "alerts">,
  { id, caller }: { readonly id: InstanceId; readonly caller: string },
): Promise<{ readonly kind: "told" | "counted" }> {
  const pool = (await ports.instances.find(id))?.pool;
  ports.counters.count("false-speaker", { pool: pool ?? "(unknown)" });
  if (pool === undefined) return { kind: "counted" };
  const now = ports.clock.now();
  const known = (await ports.alerts.list()).filter((alert) => alert.id === alertId("false-speaker", pool));
  const alerts = changed(known, [falseSpeaker(pool, { caller, instance: id })], now, `signal:${id}`);
  for (const alert of alerts) await ports.alerts.save(alert);
  return { kind: alerts.length > 0 ? "told" : "counted" };
}
