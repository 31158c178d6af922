import { StandardRetryStrategy } from "@smithy/core/retry";
import { AWS_TRIES_MAX } from "../../../core/model/limits.ts";
import { failureOf } from "../errors.ts";
import { rowOf } from "./errors.ts";

type Refresh = StandardRetryStrategy["refreshRetryTokenForRetry"];

/** Retries as every client of the plane does, but not for want of capacity: EC2 says that with the status 500, which the SDK takes for a
 *  fault that passes. There is none a moment later either, and the claim has other offerings to try.
 *  Source: EC2 API Reference, "Error codes" (InsufficientInstanceCapacity is among the server's). */
export class Ec2Retries extends StandardRetryStrategy {
  constructor() {
    super(AWS_TRIES_MAX);
  }

  override async refreshRetryTokenForRetry(...[token, info]: Parameters<Refresh>): ReturnType<Refresh> {
    if (rowOf(failureOf("ec2", info.error))?.means === "no-capacity") throw info.error;
    return super.refreshRetryTokenForRetry(token, info);
  }
}
