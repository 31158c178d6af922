import type { InstanceId, Nonce } from "../model/ids.ts";
import { nonceOf } from "../model/start.ts";
import type { Ports } from "../ports/ports.ts";
import { authorizes, type IdentityProof } from "../readiness/identity.ts";

export type Handed =
  | { readonly kind: "unknown-instance" }
  /** Its template does not accept that proof. */
  | { readonly kind: "identity-mismatch" }
  /** It is not in use, or the nonce is of another start: nothing is handed to it, now or under this nonce. */
  | { readonly kind: "not-this-start" }
  | { readonly kind: "none" }
  | { readonly kind: "user-data"; readonly text: string };

/** What the claim that holds an instance brought for it. Only once it is delivered: an instance that fails its verification goes to
 *  nobody, and receives nothing. */
export async function userDataFor(
  ports: Pick<Ports, "instances" | "handouts">,
  id: InstanceId,
  nonce: Nonce,
  proof: IdentityProof = "iam",
): Promise<Handed> {
  const instance = await ports.instances.find(id);
  if (!instance) return { kind: "unknown-instance" };
  if (!authorizes(instance, proof)) return { kind: "identity-mismatch" };
  const { state, lease } = instance;
  if (state !== "in-use" || !lease || nonceOf(instance) !== nonce) return { kind: "not-this-start" };
  const text = await ports.handouts.find(lease.claim);
  return text === undefined ? { kind: "none" } : { kind: "user-data", text };
}
