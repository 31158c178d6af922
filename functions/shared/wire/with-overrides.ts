import { SSMClient } from "@aws-sdk/client-ssm";
import { access } from "../../../adapters/aws/access.ts";
import { CLIENT_SETTINGS } from "../../../adapters/aws/client-settings.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import { readEnvironment } from "./environment.ts";
import { namesPort } from "./names-port.ts";
import { sealsPort } from "./seals-port.ts";
import { wire as wireWithEc2 } from "./with-ec2.ts";

/** The wiring of the function that makes instances what claims ask for: EC2, hosted zones, and orders to the
 *  instances themselves. It launches too, and so seals launch tokens. */
export function wire(): Ports {
  const set = readEnvironment();
  const all = wireWithEc2();
  const { counters } = all;
  return {
    ...all,
    ...namesPort(set, all),
    ...sealsPort(set, all),
    access: access(new SSMClient({ ...CLIENT_SETTINGS, region: set.AWS_REGION }), counters),
  };
}
