import type { Context } from "hono";
import { onIdentityMismatch } from "../../core/flows/on-identity-mismatch.ts";
import { INSTANCE_ID } from "../../core/model/ids.ts";
import { authorizes, type IdentityProof, identityOf } from "../../core/readiness/identity.ts";
import type { ApiPorts } from "./api-ports.ts";
import { signerOf } from "./caller.ts";
import { BadRequest, notFound } from "./failure.ts";

/** Carries the launch token of an instance that has no IAM identity. */
export const LAUNCH_TOKEN_HEADER = "x-greenroom-launch-token";
/** Longer than any. */
const LAUNCH_TOKEN_LENGTH_MAX = 100;

/** Admits only the instance itself, and says by which proof. Whether there is such an instance is not revealed to
 *  others. Whoever brings a launch token is judged by it alone: only where the template says so, and only by the token of the launch
 *  that this instance came from. */
export async function itself(ports: ApiPorts, context: Context, id: string): Promise<IdentityProof> {
  if (!INSTANCE_ID.test(id)) throw notFound("instance", id);
  const seal = context.req.header(LAUNCH_TOKEN_HEADER);
  if (seal === undefined) {
    if (identityOf(signerOf(context)) !== id) throw await mismatch(ports, context, id);
    return "iam";
  }
  const instance = seal.length > LAUNCH_TOKEN_LENGTH_MAX ? undefined : await ports.instances.find(id);
  const isItself =
    instance !== undefined && authorizes(instance, "launch-token") && (await ports.seals.holds(instance.token, seal));
  if (!isItself) throw await mismatch(ports, context, id);
  return "launch-token";
}

/** Tells people that somebody spoke for an instance; the error that whoever it was is answered. */
export async function mismatch(ports: ApiPorts, context: Context, id: string): Promise<BadRequest> {
  const byToken = context.req.header(LAUNCH_TOKEN_HEADER) !== undefined;
  const caller = byToken ? `${signerOf(context)} with a launch token` : signerOf(context);
  await onIdentityMismatch(ports, { id, caller });
  return new BadRequest(403, {
    code: "not-yourself",
    message: `${caller} is not ${id}`,
    field: "instance",
    fix: byToken
      ? `send the launch token in ${id}'s own user data, and only where its template names the launch token as its identity`
      : `sign with the credentials of ${id}'s own instance profile, whose session is named after it`,
  });
}
