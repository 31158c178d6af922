import type { Ports } from "../../../core/ports/ports.ts";
import { readEnvironment } from "./environment.ts";
import { outletPorts } from "./outlet-ports.ts";
import { API_PORTS, EC2_PORTS, kept, OVERRIDE_PORTS, SEAL_PORTS } from "./store-ports.ts";
import { unwired } from "./unwired.ts";

/** The wiring of a function that tells the world outside, and never calls EC2. */
export function wire(): Ports {
  const set = readEnvironment();
  const all = kept(set);
  return {
    ...all,
    ...outletPorts(set, all),
    ...unwired(...EC2_PORTS, ...OVERRIDE_PORTS, ...SEAL_PORTS, ...API_PORTS),
  };
}
