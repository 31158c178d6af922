import type { Ports } from "../../../core/ports/ports.ts";
import { ec2Ports } from "./ec2-ports.ts";
import { readEnvironment } from "./environment.ts";
import { API_PORTS, kept, OUTLET_PORTS, OVERRIDE_PORTS, SEAL_PORTS } from "./store-ports.ts";
import { unwired } from "./unwired.ts";

/** The wiring of a function that calls EC2 and tells nobody outside. */
export function wire(): Ports {
  const set = readEnvironment();
  const all = kept(set);
  return {
    ...all,
    ...ec2Ports(set, all),
    ...unwired(...OVERRIDE_PORTS, ...SEAL_PORTS, ...OUTLET_PORTS, ...API_PORTS),
  };
}
