import type { InstanceId } from "../../core/model/ids.ts";
import type { Ec2State } from "../../core/model/instance.ts";
import { type Instant, iso, wholeSecond } from "../../core/model/time.ts";
import { ec2InstanceStateChange } from "../../events/aws/ec2-instance-state-change.v0.ts";
import type { Envelope } from "../../events/envelope.ts";

const ACCOUNT = "111122223333";

/** EC2's event in EventBridge's envelope, its time in whole seconds.
 *  Source: EC2 User Guide, "Instance state change events". `nth`: of this instance's events, for the event's own id. */
export function stateChange(
  id: InstanceId,
  state: Ec2State,
  { at, region, nth }: { at: Instant; region: string; nth: number },
): Envelope {
  return {
    version: "0",
    id: `${id}-${nth}`,
    "detail-type": ec2InstanceStateChange.detailType,
    source: ec2InstanceStateChange.source,
    account: ACCOUNT,
    time: iso(wholeSecond(at)).replace(".000Z", "Z"),
    region,
    resources: [`arn:aws:ec2:${region}:${ACCOUNT}:instance/${id}`],
    detail: { "instance-id": id, state },
  };
}
