import { EC2Client, EC2ServiceException } from "@aws-sdk/client-ec2";
import { mockClient } from "aws-sdk-client-mock";
import { ec2 } from "../../../../adapters/aws/ec2/ec2.ts";
import { SECOND_MS } from "../../../../core/model/time.ts";
import { EPOCH, instanceNo, REGION } from "../../../builders.ts";
import { counting } from "../counting.ts";

/** The adapter over a client that answers what a test sets. The clock is a little past a whole second, until it is
 *  moved. */
export function room() {
  const client = new EC2Client({ region: REGION });
  const counters = counting();
  let now = EPOCH + SECOND_MS - 1;
  const ports = ec2({ client, clock: { now: () => now }, counters });
  const pass = (ms: number) => {
    now += ms;
  };
  return { ...ports, client: mockClient(client), counted: counters.counted, pass };
}

export const ID = instanceNo(1);

/** EC2's answer to what it will not do. */
export const refusal = (code: string, message = "made up"): EC2ServiceException =>
  new EC2ServiceException({ name: code, message, $fault: "client", $metadata: {} });
