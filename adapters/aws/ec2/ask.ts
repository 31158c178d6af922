import type { Refusal } from "../../../core/ports/ec2.ts";
import { PortError } from "../../../core/ports/errors.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import { failureOf, portError } from "../errors.ts";
import { rowOf } from "./errors.ts";

export type Ec2Answer<Output> =
  | { readonly kind: "answered"; readonly output: Output }
  /** EC2 does not know the instance's id. */
  | { readonly kind: "unknown" }
  | Refusal;

/** Makes one call. What EC2 refuses is a value; what kept it from answering is thrown as a PortError (retryable, retry-after). */
export async function ask<Output>(call: () => Promise<Output>, counters: Counters): Promise<Ec2Answer<Output>> {
  try {
    return { kind: "answered", output: await call() };
  } catch (thrown) {
    if (thrown instanceof PortError) throw thrown;
    const failure = failureOf("ec2", thrown);
    const row = rowOf(failure);
    switch (row?.means) {
      case "no-capacity":
      case "impossible":
        return { kind: row.means, error: failure.code };
      case "unknown":
        return { kind: "unknown" };
      // Only a listing has a token, and it asks the table before it comes here.
      case "expired":
        throw portError({ ...row, means: "retryable" }, failure, counters);
      default:
        throw portError(row && { ...row, means: row.means }, failure, counters);
    }
  }
}
