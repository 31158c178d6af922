import type { Action } from "../model/action.ts";
import type { Instance } from "../model/instance.ts";

/** What is to be undone of a claim's wishes when its lease ends: the name that stood for the instance, and its tags on an instance that
 *  lives on. All else that a claim changes ends with the instance. */
export function undoneAfter(before: Instance, after: Instance): readonly Action[] {
  const { lease, id, leaseEpoch, privateIp } = before;
  if (!lease || after.lease?.epoch === lease.epoch) return [];
  const { dns, elasticIp, tags = {} } = lease.overrides;
  const { cause } = after.last;
  const keys = Object.keys(tags);
  const livesOn = after.state === "returning" || after.state === "warm" || after.state === "parking";
  const target = elasticIp ?? privateIp;
  return [
    ...(dns && target ? [{ do: "unname" as const, instance: id, dns, target, cause }] : []),
    ...(livesOn && keys.length > 0 ? [{ do: "untag" as const, instance: id, leaseEpoch, keys, cause }] : []),
  ];
}
