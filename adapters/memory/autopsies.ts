import type { Autopsy } from "../../core/model/autopsy.ts";
import type { InstanceId } from "../../core/model/ids.ts";
import type { Autopsies } from "../../core/ports/autopsies.ts";

/** Autopsies that are kept as long as the process. */
export function memoryAutopsies(): Autopsies {
  const kept = new Map<InstanceId, Autopsy>();
  return {
    async keep(autopsy) {
      kept.set(autopsy.instance, autopsy);
    },
    find: async (id) => kept.get(id),
  };
}
