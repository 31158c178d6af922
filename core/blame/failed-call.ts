import type { Ec2Call } from "../model/ec2-calls.ts";
import type { FailureNames } from "./worded.ts";

/** A call that EC2 refused. */
export interface FailedCall {
  readonly call: Ec2Call;
  /** Whose fault the SDK says it is (`$fault`). Left out: the client's, which is the careful reading. */
  readonly fault?: "client" | "server";
  /** EC2's message. */
  readonly text?: string;
  /** The call makes an override that a claim asked for. */
  readonly override?: boolean;
  /** It names something of the claimant's: an address, interface, group or profile. */
  readonly theirs?: boolean;
  /** Times this request was made, this one included. Left out: 1. */
  readonly tries?: number;
  readonly named?: FailureNames;
}
