import type { Instance as Answered, Tag } from "@aws-sdk/client-ec2";
import { type Instant, wholeSecond } from "../../../core/model/time.ts";
import type { Ec2Instance } from "../../../core/ports/ec2.ts";
import { PortError } from "../../../core/ports/errors.ts";

/** An instance out of EC2's answer, which has all of its fields. `askedAt`: as {@link instanceIn} takes it. */
export function instanceFrom(answered: Answered, askedAt: Instant): Ec2Instance {
  const instance = instanceIn(answered, askedAt);
  if (!instance) throw incompleteAnswer(answered);
  return instance;
}

/** An instance out of EC2's answer; undefined: a field is missing that every instance has. `askedAt` is the moment before the call: what the
 *  answer says was true then or later, so an event of the meantime is never taken for older than it. Cut to whole seconds, as EC2's
 *  events are. */
export function instanceIn(answered: Answered, askedAt: Instant): Ec2Instance | undefined {
  const { InstanceId: id, InstanceType: type, ImageId: imageId, PrivateIpAddress: privateIp } = answered;
  const state = answered.State?.Name;
  const { Code: code, Message: message = "" } = answered.StateReason ?? {};
  const az = answered.Placement?.AvailabilityZone;
  if (!id || !state || !az || !type || !imageId) return undefined;
  return {
    id,
    observed: { state, at: wholeSecond(askedAt) },
    az,
    type,
    imageId,
    tags: tagsFrom(answered.Tags),
    securityGroups: (answered.SecurityGroups ?? []).flatMap(({ GroupId }) => GroupId ?? []),
    ...(answered.ClientToken && { token: answered.ClientToken }),
    ...(privateIp && { privateIp }),
    ...(code && { stateReason: { code, message } }),
  };
}

export const incompleteAnswer = ({ InstanceId: id = "an instance" }: Answered): PortError =>
  new PortError("retryable", "IncompleteAnswer", `ec2: ${id} came without all of its fields`);

export const tagsFrom = (tags: readonly Tag[] = []): Readonly<Record<string, string>> =>
  Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));

export const tagsTo = (tags: Readonly<Record<string, string>>): Tag[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
