import { readEnvironment } from "./environment.ts";
import { ec2Ports, feedsAndReplays, namesPort, sealsPort, storeAndQueues } from "./parts.ts";

/** For the API, which gives no orders to instances and publishes nothing: queues do. */
export function wiredToApi() {
  const set = readEnvironment();
  const base = storeAndQueues(set);
  return {
    ...base,
    plane: { region: set.AWS_REGION },
    ...ec2Ports(set, base),
    ...namesPort(set, base),
    ...sealsPort(set, base),
    ...feedsAndReplays(set, base),
  };
}
