import {
  type _InstanceType,
  type EC2Client,
  RunInstancesCommand,
  type RunInstancesCommandInput,
} from "@aws-sdk/client-ec2";
import type { Launcher, LaunchRequest } from "../../../core/ports/ec2.ts";
import type { Clock, Counters } from "../../../core/ports/ports.ts";
import { LAUNCH_TOKEN_MARK } from "../../../events/requests/launch-token.ts";
import { tierRow } from "../../../events/tiers.ts";
import { ask } from "./ask.ts";
import { instanceFrom, tagsTo } from "./instance.ts";
import { SPOT_REQUEST, spotOptions } from "./spot.ts";

/** Launches by RunInstances: CreateFleet makes only one-time Spot, which cannot be stopped.
 *  Source: EC2 API Reference, RunInstances. */
export const launcher = (client: EC2Client, clock: Clock, counters: Counters): Launcher => ({
  async launch(request) {
    const subnet = request.template.subnets[request.intent.az];
    if (!subnet) return { kind: "impossible", error: "NoSubnet" };
    const askedAt = clock.now();
    const answer = await ask(() => client.send(new RunInstancesCommand(runInstancesInput(request, subnet))), counters);
    if (answer.kind === "unknown") return { kind: "impossible", error: "InvalidInstanceID" };
    if (answer.kind !== "answered") return answer;
    const instances = (answer.output.Instances ?? []).map((each) => instanceFrom(each, askedAt));
    return { kind: "launched", instances };
  },
});

/** Made of the intent and its immutable template alone, since a retry with the same token must ask for exactly the same. */
export function runInstancesInput(
  { intent, template, tags, seal = "" }: LaunchRequest,
  subnet: string,
): RunInstancesCommandInput {
  return {
    ClientToken: intent.token,
    MinCount: 1,
    MaxCount: intent.count,
    ImageId: intent.imageId,
    // The client's list of types is as old as the client; a newer type is EC2's to judge.
    InstanceType: intent.type as _InstanceType,
    SubnetId: subnet,
    SecurityGroupIds: [...template.securityGroups],
    // The agent reads its pool from the instance's tags. With these on, EC2 refuses tag keys with spaces or slashes.
    MetadataOptions: { HttpTokens: "required", HttpEndpoint: "enabled", InstanceMetadataTags: "enabled" },
    TagSpecifications: [
      { ResourceType: "instance", Tags: tagsTo(tags) },
      { ResourceType: "volume", Tags: tagsTo(tags) },
      ...(template.market === "spot" ? [{ ResourceType: SPOT_REQUEST, Tags: tagsTo(tags) }] : []),
    ],
    ...(template.instanceProfile && { IamInstanceProfile: { Name: template.instanceProfile } }),
    ...(template.userData && { UserData: encoded(template.userData.replaceAll(LAUNCH_TOKEN_MARK, () => seal)) }),
    // Only at launch, and only with an encrypted root volume, which is the image's or the account's default to provide.
    ...(tierRow(intent.tier).parks === "hibernate" && { HibernationOptions: { Configured: true } }),
    ...(template.market === "spot" && { InstanceMarketOptions: spotOptions(intent.tier) }),
  };
}

const encoded = (text: string): string => Buffer.from(text, "utf8").toString("base64");
