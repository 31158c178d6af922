import { PortError } from "../../../core/ports/errors.ts";
import type { Changed } from "../../../core/ports/modifications.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import { ask, type Ec2Answer } from "./ask.ts";

/** What EC2 says of a change that names something that is not there, is another's, does not go with the instance, or is beyond what it
 *  may have: the claim is wrong, the instance is as good as before. Whatever else EC2 finds impossible is about the instance.
 *  Source: EC2 Developer Guide, Error codes, Client error codes for specific actions. */
export const MISTAKES: readonly string[] = [
  "AttachmentLimitExceeded",
  "InvalidAddress.Locked",
  "InvalidAddress.NotFound",
  "InvalidAddressID.NotFound",
  "InvalidAllocationID.NotFound",
  "InvalidGroup.NotFound",
  "InvalidGroupId.Malformed",
  "InvalidIamInstanceProfileArn.Malformed",
  "InvalidInstanceAttributeValue",
  "InvalidInstanceType",
  "InvalidNetworkInterface.InUse",
  "InvalidNetworkInterface.NotFound",
  "InvalidNetworkInterfaceID.NotFound",
  "InvalidNetworkInterfaceId.Malformed",
  "InvalidParameter",
  "InvalidParameterCombination",
  "InvalidParameterValue",
  "InvalidSecurityGroupID.NotFound",
  "InvalidSecurityGroupId.Malformed",
  "InvalidTagKey.Malformed",
  "SecurityGroupsPerInstanceLimitExceeded",
  "SecurityGroupsPerInterfaceLimitExceeded",
  "TagLimitExceeded",
  "TagPolicyViolation",
];

/** What EC2 says when the plane's role may not touch what the claim names, such as an Elastic IP without the pool's tag. */
const NOT_OURS = "UnauthorizedOperation";

/** Makes one call that changes an instance, or what is attached to it. `theirs`: it names something of the claimant's, so that lacking
 *  rights to it is the claim's mistake too, and not the plane's to wait for. */
export async function makeChange(
  call: () => Promise<unknown>,
  counters: Counters,
  { theirs = false }: { readonly theirs?: boolean } = {},
): Promise<Changed> {
  let answer: Ec2Answer<unknown>;
  try {
    answer = await ask(call, counters);
  } catch (thrown) {
    if (theirs && thrown instanceof PortError && thrown.code === NOT_OURS) return { kind: "mistaken", error: NOT_OURS };
    throw thrown;
  }
  if (answer.kind === "answered") return { kind: "asked" };
  if (answer.kind === "impossible" && MISTAKES.includes(answer.error)) return { kind: "mistaken", error: answer.error };
  return answer;
}
