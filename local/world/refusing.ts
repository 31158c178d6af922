import { blameForError } from "../../core/blame/of-error.ts";
import type { Refusal } from "../../core/ports/ec2.ts";
import { PortError } from "../../core/ports/errors.ts";
import type { Ec2CallName } from "./call-names.ts";
import { type Machine, struckBy } from "./machine.ts";
import type { Struck, Troubles } from "./troubles.ts";

/** What our ports answer, or throw, where EC2 refuses a call: by the table of failures, as the adapter for AWS. */
type Refused = Refusal | { readonly kind: "unknown" };

/** `struck`: the launch or the instance that the call is about. Undefined: EC2 does not refuse it. */
export function refusedBy(troubles: Troubles, name: Ec2CallName, struck: Struck): Refused | undefined {
  const refused = troubles.strike("refused", struck, ({ call }) => call === name);
  return refused && answeredAs(name, refused.code, refused.text ?? `${name} was refused`);
}

/** The same of a termination, which EC2 also refuses for an instance that is protected. */
export function terminationRefused(troubles: Troubles, machine: Machine): Refused | undefined {
  const text = `The instance '${machine.id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`;
  return machine.isProtected
    ? answeredAs("TerminateInstances", "OperationNotPermitted", text)
    : refusedBy(troubles, "TerminateInstances", struckBy(machine));
}

function answeredAs(name: Ec2CallName, code: string, text: string): Refused {
  const call = name === "DescribeInstancesById" ? "DescribeInstances" : name;
  const { answer, fate, retryAfterMs } = blameForError(code, { call, text });
  if (answer === "unknown") return { kind: answer };
  if (answer === "no-capacity") return { kind: answer, error: code };
  if (fate === "terminal") return { kind: "impossible", error: code };
  const cause = new Error(text);
  throw new PortError(fate, code, text, { cause, ...(retryAfterMs !== undefined && { retryAfterMs }) });
}
