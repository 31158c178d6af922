import { CLIENT_SETTINGS } from "../../adapters/aws/client-settings.ts";

/** The region of the local cloud's pools. */
export const WIRE_REGION = "eu-central-1";

/** A machine that is busy answers late, which here is no failure of anybody's. */
const PATIENCE_MS = 60_000;

/** How the clients of the local servers are made: as the plane's own, but with the local address, and patient. The servers check no
 *  signature. */
export const settingsFor = (endpoint: string) => ({
  ...CLIENT_SETTINGS,
  requestHandler: { connectionTimeout: PATIENCE_MS, requestTimeout: PATIENCE_MS },
  region: WIRE_REGION,
  endpoint,
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
});
