import {
  CreateTagsCommand,
  DeleteTagsCommand,
  type EC2Client,
  ModifyInstanceAttributeCommand,
} from "@aws-sdk/client-ec2";
import type { Modifications } from "../../../core/ports/modifications.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import { makeChange } from "./change.ts";
import { tagsTo } from "./instance.ts";
import { giveProfile } from "./profile.ts";

/** Changes an instance in place. EC2 changes one attribute a call.
 *  Source: EC2 API Reference, ModifyInstanceAttribute, CreateTags, DeleteTags. */
export const modifications = (client: EC2Client, counters: Counters): Modifications => ({
  retype: (id, type) =>
    makeChange(
      () => client.send(new ModifyInstanceAttributeCommand({ InstanceId: id, InstanceType: { Value: type } })),
      counters,
    ),
  async tag(id, tags) {
    const Tags = tagsTo(tags);
    // EC2 takes an empty list for a missing parameter.
    if (Tags.length === 0) return { kind: "asked" };
    return makeChange(() => client.send(new CreateTagsCommand({ Resources: [id], Tags })), counters);
  },
  async untag(id, keys) {
    // Without any, EC2 would take off all there are.
    if (keys.length === 0) return { kind: "asked" };
    const Tags = keys.map((Key) => ({ Key }));
    return makeChange(() => client.send(new DeleteTagsCommand({ Resources: [id], Tags })), counters);
  },
  regroup: (id, securityGroups) =>
    makeChange(
      () => client.send(new ModifyInstanceAttributeCommand({ InstanceId: id, Groups: [...securityGroups] })),
      counters,
      { theirs: true },
    ),
  reprofile: (id, profile, has) =>
    makeChange(() => giveProfile(client, { id, profile, has }), counters, { theirs: true }),
});
