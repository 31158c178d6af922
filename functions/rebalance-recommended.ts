import { onInterruption } from "../core/flows/on-interruption.ts";
import type { Needs } from "../core/ports/ports.ts";
import type { Ec2RebalanceRecommendation } from "../events/aws/ec2-rebalance-recommendation.v0.ts";
import { rebalanceRecommendedFunction } from "./manifest.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** A Spot instance is likely to be taken away: the warning before the warning.
 *  In:    aws.ec2 "EC2 Instance Rebalance Recommendation" v0
 *  Out:   as for an interruption: what nobody uses is replaced while there is time.
 *  Twice: already marked, or already retiring; nothing is saved.
 *  Late:  the instance is gone: refused, counted. */
export const handle: Handle<Ec2RebalanceRecommendation, Needs<typeof onInterruption>> = (ports) => (warned) =>
  onInterruption(ports, warned, "rebalance-recommended");
export const handler = onQueue(
  route(rebalanceRecommendedFunction, handle),
  await wiredBy(async () => (await import("./shared/wire/queues.ts")).wiredToQueues()),
);
