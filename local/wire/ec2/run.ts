import { isDeepStrictEqual } from "node:util";
import type { Reservation, RunInstancesRequest } from "@aws-sdk/client-ec2";
import { tagsFrom } from "../../../adapters/aws/ec2/instance.ts";
import { POOL_TAG } from "../../../core/model/tags.ts";
import type { LaunchRequest, Refusal } from "../../../core/ports/ec2.ts";
import { PLAIN_TIER, TIERS, type Tier, type TierRow, tierRow } from "../../../events/tiers.ts";
import type { Account } from "./account.ts";
import { Ec2Failure } from "./failure.ts";
import { instance, reservation } from "./rows.ts";

const TEMPLATE_TAG = "greenroom:template";
/** Source: EC2 User Guide, "Allow access to tags in instance metadata". */
const METADATA_KEY = /^[\w\-+=,.@:]{1,255}$/;

/** Launches. A token of before with the same parameters is the launch of before, with others a mismatch.
 *  Source: EC2 API Reference, RunInstances; EC2 Developer Guide, "Ensuring idempotency". */
export async function runInstances(account: Account, asked: RunInstancesRequest): Promise<Reservation> {
  const request = requestOf(account, asked);
  const { token } = request.intent;
  const before = account.launches.get(token);
  if (before && !isDeepStrictEqual(before, asked)) throw mismatch(token);
  const done = await account.world.ports.launcher.launch(request);
  if (done.kind !== "launched")
    throw done.error === "IdempotentParameterMismatch" ? mismatch(token) : refused(done, request);
  account.launches.set(token, asked);
  const Instances = done.instances.map((row) => instance(row, account.world.machines.get(row.id)));
  return { ...reservation(token), Instances };
}

const parkedBy = (parks: TierRow["parks"]): Tier => TIERS.find((tier) => tierRow(tier).parks === parks) ?? PLAIN_TIER;

/** What EC2 is asked for because of the tier. */
function parksBy({ HibernationOptions, InstanceMarketOptions }: RunInstancesRequest): TierRow["parks"] {
  if (HibernationOptions?.Configured) return "hibernate";
  return InstanceMarketOptions?.SpotOptions?.SpotInstanceType === "one-time" ? "stays-running" : "stop";
}

/** The launch in the world's words. What EC2 does not know of it (the pool's plan) stays empty. */
function requestOf({ catalogue }: Account, asked: RunInstancesRequest): LaunchRequest {
  const { ClientToken, ImageId, SubnetId, InstanceType, MinCount, MaxCount } = asked;
  if (!ClientToken) throw missing("ClientToken");
  if (!ImageId) throw missing("ImageId");
  if (!SubnetId) throw missing("SubnetId");
  if (!InstanceType) throw missing("InstanceType");
  if (MinCount !== 1 || MaxCount === undefined || MaxCount < 1)
    throw new Ec2Failure(
      "InvalidParameterValue",
      "The local cloud launches from 1 (MinCount) up to MaxCount instances",
    );
  const tags = tagsFor(asked, "instance");
  const template = catalogue.contentOf(ImageId, tags[TEMPLATE_TAG]);
  if (!template.types.includes(InstanceType))
    throw new Ec2Failure("InvalidParameterValue", `Invalid value '${InstanceType}' for InstanceType.`);
  return {
    intent: {
      token: ClientToken,
      pool: tags[POOL_TAG] ?? "",
      epoch: 0,
      tier: parkedBy(parksBy(asked)),
      az: catalogue.zoneOf(SubnetId),
      type: InstanceType,
      imageId: ImageId,
      template: { name: template.name, version: template.version },
      count: MaxCount,
      at: 0,
    },
    template: {
      ...template,
      market: asked.InstanceMarketOptions?.MarketType === "spot" ? "spot" : "on-demand",
      securityGroups: asked.SecurityGroupIds ?? [],
    },
    tags,
  };
}

function tagsFor({ TagSpecifications = [], MetadataOptions }: RunInstancesRequest, of: string) {
  const tags = TagSpecifications.filter(({ ResourceType }) => ResourceType === of).flatMap(({ Tags = [] }) => Tags);
  const odd = tags.find(({ Key = "" }) => MetadataOptions?.InstanceMetadataTags === "enabled" && !isForMetadata(Key));
  if (odd)
    throw new Ec2Failure(
      "InvalidParameterValue",
      `'${odd.Key}' is not a valid tag key. Tag keys must match pattern ([0-9a-zA-Z\\-_+=,.@:]{1,255}), and must not be a reserved name ('.', '..', '_index')`,
    );
  return tagsFrom(tags);
}

const isForMetadata = (key: string): boolean => METADATA_KEY.test(key) && ![".", "..", "_index"].includes(key);

const missing = (parameter: string): Ec2Failure =>
  new Ec2Failure("MissingParameter", `The request must contain the parameter ${parameter}`);

const mismatch = (token: string): Ec2Failure =>
  new Ec2Failure(
    "IdempotentParameterMismatch",
    `Arguments on this idempotent request (${token}) are inconsistent with arguments used in previous request(s).`,
  );

const refused = ({ kind, error }: Refusal, { intent: { type, az } }: LaunchRequest): Ec2Failure =>
  kind === "no-capacity" ? noCapacity(type, az, error) : new Ec2Failure(error, "The launch was refused.");

/** EC2's own words. */
export const noCapacity = (type: string, az: string, code: string): Ec2Failure =>
  new Ec2Failure(
    code,
    `We currently do not have sufficient ${type} capacity in the Availability Zone you requested (${az}). Our system will be working on provisioning additional capacity.`,
  );
