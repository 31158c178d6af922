import type { Ports } from "../../../core/ports/ports.ts";
import { readEnvironment } from "./environment.ts";
import { API_PORTS, EC2_PORTS, kept, OUTLET_PORTS, OVERRIDE_PORTS, SEAL_PORTS } from "./store-ports.ts";
import { unwired } from "./unwired.ts";

/** The wiring of a function that keeps records and asks other functions, and no more. */
export const wire = (): Ports => ({
  ...kept(readEnvironment()),
  ...unwired(...EC2_PORTS, ...OVERRIDE_PORTS, ...SEAL_PORTS, ...OUTLET_PORTS, ...API_PORTS),
});
