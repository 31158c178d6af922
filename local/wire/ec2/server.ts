import { createHash } from "node:crypto";
import { PortError } from "../../../core/ports/errors.ts";
import type { WireService } from "../door.ts";
import type { Account } from "./account.ts";
import { PERFORMED } from "./actions.ts";
import { ACTIONS, codecOf, isAction } from "./codec.ts";
import { Ec2Failure } from "./failure.ts";
import { failureXml } from "./xml.ts";

const XML = "text/xml;charset=UTF-8";

/** EC2's API over the world, as the SDK speaks to it: forms in, XML out. Nobody's signature is checked. */
export function ec2Service(account: Account): WireService {
  const codecs = new Map(ACTIONS.map((action) => [action, codecOf(action)]));
  let asked = 0;
  return async ({ body }) => {
    asked += 1;
    const requestId = requestIdOf(asked);
    try {
      const form = new URLSearchParams(body);
      const action = form.get("Action") ?? "";
      const codec = isAction(action) ? codecs.get(action) : undefined;
      if (!isAction(action) || !codec)
        throw new Ec2Failure("InvalidAction", `The action ${action} is not valid for this web service.`);
      if (form.get("DryRun") === "true")
        throw new Ec2Failure("DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
      const answer = await PERFORMED[action](account, codec.read(form) as never);
      return { status: 200, type: XML, body: codec.write(answer, requestId) };
    } catch (thrown) {
      const failure = failureFrom(thrown);
      return { status: failure.status, type: XML, body: failureXml(failure, requestId) };
    }
  };
}

/** What the world's ports throw carries EC2's own code, and its words as the cause's. */
function failureFrom(thrown: unknown): Ec2Failure {
  if (thrown instanceof Ec2Failure) return thrown;
  if (!(thrown instanceof PortError)) return new Ec2Failure("InternalError", String(thrown));
  return new Ec2Failure(thrown.code, thrown.cause instanceof Error ? thrown.cause.message : thrown.message);
}

/** The n-th request's, in the shape of a UUID. */
const requestIdOf = (nth: number): string =>
  createHash("sha256")
    .update(`request/${nth}`)
    .digest("hex")
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
