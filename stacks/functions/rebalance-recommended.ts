import { ec2RebalanceRecommendation } from "../../events/aws/ec2-rebalance-recommendation.v0.ts";
import { type Deployed, timeoutSeconds } from "../deployed.ts";
import { items, mayDeadLetter, sends } from "../grants.ts";

export const rebalanceRecommendedFunction: Deployed = {
  name: "rebalance-recommended",
  memoryMb: 512,
  timeoutSeconds: timeoutSeconds("rebalance-recommended"),
  fed: { by: "event", contract: ec2RebalanceRecommendation, batch: 10 },
  may: [items("GetItem", "PutItem", "UpdateItem"), sends("perform-action"), mayDeadLetter("rebalance-recommended")],
};
