import { INSTANCE_ID, type InstanceId } from "../model/ids.ts";
import type { Instance } from "../model/instance.ts";

/** The instance that signed a request; undefined: the signer is none. EC2 gives the credentials of an instance's profile, and names
 *  their session after the instance (EC2 User Guide, "IAM roles for Amazon EC2"; from memory, not seen in an account).
 *  Whoever may assume the same role by other means may name a session as they like: `docs/use/guests.md` says how to forbid it. */
export function identityOf(signer: string): InstanceId | undefined {
  const session = ROLE_SESSION.exec(signer)?.[1];
  return session !== undefined && INSTANCE_ID.test(session) ? session : undefined;
}

/** `arn:aws:sts::<account>:assumed-role/<role>/<session>` */
const ROLE_SESSION = /^arn:[^:]+:sts::\d{12}:assumed-role\/[^/]+\/([^/]+)$/;

/** By what somebody proved to be an instance. */
export type IdentityProof = "iam" | "launch-token";

/** Whether an instance may speak by that proof: by the one of its template alone. */
export const authorizes = ({ terms, state }: Pick<Instance, "terms" | "state">, proof: IdentityProof): boolean =>
  (terms.identity ?? "iam") === proof && (proof === "iam" || state !== "gone");
