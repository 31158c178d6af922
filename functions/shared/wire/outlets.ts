import { readEnvironment } from "./environment.ts";
import { outletPorts, storeAndQueues } from "./parts.ts";

/** For functions that publish changes, and never call EC2. */
export function wiredToOutlets() {
  const set = readEnvironment();
  const base = storeAndQueues(set);
  return { ...base, ...outletPorts(set, base) };
}
