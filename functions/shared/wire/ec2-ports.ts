import { ec2Client } from "../../../adapters/aws/ec2/client.ts";
import { ec2 } from "../../../adapters/aws/ec2/ec2.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import type { Environment } from "./environment.ts";
import type { Ec2Ports } from "./store-ports.ts";

/** The ports that EC2 is behind, by far the heaviest client. */
export const ec2Ports = (
  { AWS_REGION: region }: Environment,
  { clock, counters }: Pick<Ports, "clock" | "counters">,
): Pick<Ports, Ec2Ports> => ec2({ client: ec2Client({ region, counters }), clock, counters });
