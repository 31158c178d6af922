import type { EC2Client } from "@aws-sdk/client-ec2";
import type { Clock, Counters, Ports } from "../../../core/ports/ports.ts";
import { attachments } from "./attachments.ts";
import { consoleOf } from "./console.ts";
import { dryRuns } from "./dry-runs.ts";
import { launcher } from "./launcher.ts";
import { listing } from "./listing.ts";
import { lookup } from "./lookup.ts";
import { modifications } from "./modifications.ts";
import { power } from "./power.ts";

/** EC2 of one region. Counts `aws-error-unlisted` (api, code) for every error code that `errors.ts` does not know. */
export const ec2 = ({
  client,
  clock,
  counters,
}: {
  client: EC2Client;
  clock: Clock;
  counters: Counters;
}): Pick<
  Ports,
  "launcher" | "power" | "modifications" | "attachments" | "lookup" | "console" | "listing" | "dryRuns"
> => ({
  launcher: launcher(client, clock, counters),
  power: power(client, counters),
  modifications: modifications(client, counters),
  attachments: attachments(client, counters),
  lookup: lookup(client, clock, counters),
  console: consoleOf(client, counters),
  listing: listing(client, clock, counters),
  dryRuns: dryRuns(client),
});
