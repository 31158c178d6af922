import type { Ports } from "../../core/ports/ports.ts";
import { ec2Ports } from "./wire/ec2-ports.ts";
import { readEnvironment } from "./wire/environment.ts";
import { feedPorts } from "./wire/feed-ports.ts";
import { namesPort } from "./wire/names-port.ts";
import { outletPorts } from "./wire/outlet-ports.ts";
import { replayPorts } from "./wire/replay-ports.ts";
import { sealsPort } from "./wire/seals-port.ts";
import { kept } from "./wire/store-ports.ts";
import { unwired } from "./wire/unwired.ts";

/** The wiring of the API: every port on AWS, but for orders to instances, which the queue gives. The other functions take the part they use, from `wire/`. */
export function wire(): Ports {
  const set = readEnvironment();
  const all = kept(set);
  return {
    ...all,
    ...ec2Ports(set, all),
    ...namesPort(set, all),
    ...unwired("access"),
    ...outletPorts(set, all),
    ...replayPorts(set, all),
    ...feedPorts(set, all),
    ...sealsPort(set, all),
  };
}
