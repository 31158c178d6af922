import { DescribeInstancesCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { POOL_TAG } from "../../../core/model/tags.ts";
import { PortError } from "../../../core/ports/errors.ts";
import type { Clock, Counters } from "../../../core/ports/ports.ts";
import type { Listing } from "../../../core/ports/sweeps.ts";
import { failureOf } from "../errors.ts";
import { ask } from "./ask.ts";
import { rowOf } from "./errors.ts";
import { instanceFrom } from "./instance.ts";
import { readLeanly } from "./lean-reader.ts";

/** What carries our tag in one zone. A call for the instances of a zone that is out fails; the others' are complete.
 *  Source: EC2 API Reference, DescribeInstances; EC2 User Guide, "Eventual consistency". */
export const listing = (client: EC2Client, clock: Clock, counters: Counters): Listing => ({
  async page({ zone, marker, limit }) {
    const askedAt = clock.now();
    const command = new DescribeInstancesCommand({
      Filters: [
        { Name: "tag-key", Values: [POOL_TAG] },
        { Name: "availability-zone", Values: [zone] },
      ],
      MaxResults: limit,
      ...(marker !== undefined && { NextToken: marker }),
    });
    try {
      const answer = await ask(() => client.send(readLeanly(command)).catch(rethrowUnlessExpired), counters);
      if (answer.kind === "unknown") return { kind: "unanswered", error: "InvalidInstanceID" };
      if (answer.kind !== "answered") return { kind: "unanswered", error: answer.error };
      if (answer.output === "expired") return { kind: "expired" };
      const { Reservations = [], NextToken } = answer.output;
      const rows = Reservations.flatMap(({ Instances = [] }) => Instances).map((each) => instanceFrom(each, askedAt));
      return { kind: "page", rows, ...(NextToken && { marker: NextToken }) };
    } catch (thrown) {
      if (thrown instanceof PortError && thrown.fate === "retryable") return { kind: "unanswered", error: thrown.code };
      throw thrown;
    }
  },
});

function rethrowUnlessExpired(thrown: unknown): "expired" {
  if (rowOf(failureOf("ec2", thrown))?.means === "expired") return "expired";
  throw thrown;
}
