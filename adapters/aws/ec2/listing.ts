import { type Instance as Answered, DescribeInstancesCommand, type EC2Client } from "@aws-sdk/client-ec2";
import type { InstanceId } from "../../../core/model/ids.ts";
import { POOL_TAG } from "../../../core/model/tags.ts";
import { PortError } from "../../../core/ports/errors.ts";
import type { Clock, Counters } from "../../../core/ports/ports.ts";
import type { Listing } from "../../../core/ports/sweeps.ts";
import { failureOf } from "../errors.ts";
import { ask } from "./ask.ts";
import { rowOf } from "./errors.ts";
import { incompleteAnswer, instanceIn } from "./instance.ts";
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
      const listed = Reservations.flatMap(({ Instances = [] }) => Instances);
      const rows = listed.flatMap((each) => instanceIn(each, askedAt) ?? []);
      const read = new Set(rows.map(({ id }) => id));
      const incomplete = listed.map(idOf).filter((id) => !read.has(id));
      return {
        kind: "page",
        rows,
        ...(incomplete.length > 0 && { incomplete }),
        ...(NextToken && { marker: NextToken }),
      };
    } catch (thrown) {
      if (thrown instanceof PortError && thrown.fate === "retryable") return { kind: "unanswered", error: thrown.code };
      throw thrown;
    }
  },
});

/** A row that names no instance is no page: nobody would know whom it is about. */
function idOf(answered: Answered): InstanceId {
  if (!answered.InstanceId) throw incompleteAnswer(answered);
  return answered.InstanceId;
}

function rethrowUnlessExpired(thrown: unknown): "expired" {
  if (rowOf(failureOf("ec2", thrown))?.means === "expired") return "expired";
  throw thrown;
}
