import {
  CancelSpotInstanceRequestsCommand,
  DescribeSpotInstanceRequestsCommand,
  type EC2Client,
  type InstanceMarketOptionsRequest,
  type ResourceType,
  type SpotMarketOptions,
} from "@aws-sdk/client-ec2";
import type { InstanceId } from "../../../core/model/ids.ts";
import { type Tier, type TierRow, tierRow } from "../../../events/tiers.ts";

/** A Spot request is tagged as its instance is, so that a policy can say whose requests may be cancelled. Only a launch of Spot
 *  instances may tag one. Source: EC2 API Reference, RunInstances, TagSpecification.N. */
export const SPOT_REQUEST: ResourceType = "spot-instances-request";

/** Only instances of a persistent request can be stopped, and RunInstances makes persistent requests only with `stop` or
 *  `hibernate` as what an interruption does. No maximum price: it would only add interruptions.
 *  Source: EC2 API Reference, SpotMarketOptions; EC2 User Guide, Stop a Spot Instance. */
export const spotOptions = (tier: Tier): InstanceMarketOptionsRequest => ({
  MarketType: "spot",
  SpotOptions: BY_PARKING[tierRow(tier).parks],
});

const BY_PARKING: Readonly<Record<TierRow["parks"], SpotMarketOptions>> = {
  "stays-running": { SpotInstanceType: "one-time" },
  hibernate: { SpotInstanceType: "persistent", InstanceInterruptionBehavior: "hibernate" },
  stop: { SpotInstanceType: "persistent", InstanceInterruptionBehavior: "stop" },
};

/** Ends the request that an instance came from, if it is one that would launch another: "If the Spot Instance is terminated,
 *  the Spot Instance request is opened again and Amazon EC2 launches a new Spot Instance." Cancelling terminates nothing.
 *  Source: EC2 User Guide, Spot Instance request states. */
export async function cancelRequestOf(client: EC2Client, id: InstanceId): Promise<void> {
  const { SpotInstanceRequests: found = [] } = await client.send(
    new DescribeSpotInstanceRequestsCommand({
      Filters: [
        { Name: "instance-id", Values: [id] },
        { Name: "type", Values: ["persistent"] },
        { Name: "state", Values: ["open", "active", "disabled"] },
      ],
    }),
  );
  const requests = found.flatMap(({ SpotInstanceRequestId: request }) => request ?? []);
  if (requests.length === 0) return;
  await client.send(new CancelSpotInstanceRequestsCommand({ SpotInstanceRequestIds: requests }));
}
