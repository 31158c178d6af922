import { KMSClient } from "@aws-sdk/client-kms";
import { CLIENT_SETTINGS } from "../../../adapters/aws/client-settings.ts";
import { kmsSeals } from "../../../adapters/aws/seals.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import type { Environment } from "./environment.ts";

/** Seals of launch tokens, if a key is set; by default none is. */
export const sealsPort = (
  { AWS_REGION: region, GREENROOM_LAUNCH_KEY: key }: Environment,
  { counters }: Pick<Ports, "counters">,
): Pick<Ports, "seals"> => ({
  seals: kmsSeals(new KMSClient({ ...CLIENT_SETTINGS, region }), key, counters),
});
