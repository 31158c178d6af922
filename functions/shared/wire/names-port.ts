import { Route53Client } from "@aws-sdk/client-route-53";
import { CLIENT_SETTINGS } from "../../../adapters/aws/client-settings.ts";
import { names } from "../../../adapters/aws/names.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import type { Environment } from "./environment.ts";

/** The port that hosted zones are behind. */
export const namesPort = (set: Environment, { counters }: Pick<Ports, "counters">): Pick<Ports, "names"> => ({
  names: names(new Route53Client({ ...CLIENT_SETTINGS, region: set.AWS_REGION }), counters),
});
