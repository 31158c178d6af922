import { readEnvironment } from "./environment.ts";
import { ec2Ports, storeAndQueues } from "./parts.ts";

/** For functions that look at instances. */
export function wiredToEc2() {
  const set = readEnvironment();
  const base = storeAndQueues(set);
  return { ...base, ...ec2Ports(set, base) };
}
