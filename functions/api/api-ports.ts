import type { apiFunction } from "../manifest.ts";
import type { PortsOf } from "../shared/manifest/row.ts";

/** What the API is wired with: what its row of the manifest names. */
export type ApiPorts = PortsOf<typeof apiFunction>;
