import { readEnvironment } from "./environment.ts";
import { probesPort, storeAndQueues } from "./parts.ts";

/** For the function that sends probes over the paths of notices, and no notices. */
export function wiredToProbes() {
  const set = readEnvironment();
  const base = storeAndQueues(set);
  return { ...base, ...probesPort(set, base) };
}
