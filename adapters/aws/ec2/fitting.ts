import { CreateTagsCommand, type EC2Client, ModifyInstanceAttributeCommand } from "@aws-sdk/client-ec2";
import type { Fitting } from "../../../core/ports/ec2.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import { ask } from "./ask.ts";
import { tagsTo } from "./instance.ts";

/** Changes an instance in place. EC2 changes one attribute a call.
 *  Source: EC2 API Reference, ModifyInstanceAttribute, CreateTags. */
export function fitting(client: EC2Client, counters: Counters): Fitting {
  const change = async (call: () => Promise<unknown>) => {
    const answer = await ask(call, counters);
    return answer.kind === "answered" ? { kind: "asked" as const } : answer;
  };
  return {
    retype: (id, type) =>
      change(() => client.send(new ModifyInstanceAttributeCommand({ InstanceId: id, InstanceType: { Value: type } }))),
    async tag(id, tags) {
      const Tags = tagsTo(tags);
      // EC2 takes an empty list for a missing parameter.
      if (Tags.length === 0) return { kind: "asked" };
      return change(() => client.send(new CreateTagsCommand({ Resources: [id], Tags })));
    },
  };
}
