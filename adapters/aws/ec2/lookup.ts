import { DescribeInstancesCommand, type EC2Client } from "@aws-sdk/client-ec2";
import type { Lookup } from "../../../core/ports/ec2.ts";
import { PortError } from "../../../core/ports/errors.ts";
import type { Clock, Counters } from "../../../core/ports/ports.ts";
import { ask } from "./ask.ts";
import { instanceFrom } from "./instance.ts";

/** One instance by id. In the outage of a zone the call fails for instances of that zone: a failed look says nothing.
 *  Source: EC2 API Reference, DescribeInstances. */
export const lookup = (client: EC2Client, clock: Clock, counters: Counters): Lookup => ({
  async look(id) {
    const askedAt = clock.now();
    const answer = await ask(() => client.send(new DescribeInstancesCommand({ InstanceIds: [id] })), counters);
    switch (answer.kind) {
      case "answered": {
        const found = answer.output.Reservations?.flatMap(({ Instances = [] }) => Instances)[0];
        return found ? instanceFrom(found, askedAt) : "unknown";
      }
      case "unknown":
        return "unknown";
      default:
        throw new PortError("terminal", answer.error, `ec2: ${id} cannot be looked at`);
    }
  },
});
