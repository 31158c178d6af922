import { readEnvironment } from "./environment.ts";
import { accessPort, ec2Ports, namesPort, sealsPort, storeAndQueues } from "./parts.ts";

/** For the function that launches instances and makes them what claims ask for: EC2, hosted zones, orders to the instances themselves,
 *  and seals of launch tokens. */
export function wiredToAct() {
  const set = readEnvironment();
  const base = storeAndQueues(set);
  return {
    ...base,
    ...ec2Ports(set, base),
    ...namesPort(set, base),
    ...accessPort(set, base),
    ...sealsPort(set, base),
  };
}
