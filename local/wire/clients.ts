import { CLIENT_SETTINGS } from "../../adapters/aws/client-settings.ts";

/** The region of the local cloud's pools. */
export const WIRE_REGION = "eu-central-1";

/** How the clients of the local servers are made: as the plane's own, but told where to go. The servers check no signature. */
export const settingsFor = (endpoint: string) => ({
  ...CLIENT_SETTINGS,
  region: WIRE_REGION,
  endpoint,
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
});
