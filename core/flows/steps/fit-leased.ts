import type { Instance } from "../../model/instance.ts";
import type { Refusal } from "../../ports/ec2.ts";
import type { Ports } from "../../ports/ports.ts";

/** Makes a stopped instance what the claim that leased it asks for, one attribute a call. The first refusal ends it. Twice is safe. */
export async function fitLeased(
  ports: Pick<Ports, "fitting">,
  { id, type, lease }: Instance,
): Promise<Refusal | undefined> {
  const wanted = lease?.fit ?? {};
  const changes = [
    ...(wanted.type !== undefined && wanted.type !== type ? [() => ports.fitting.retype(id, wanted.type ?? type)] : []),
    ...(wanted.tags ? [() => ports.fitting.tag(id, wanted.tags ?? {})] : []),
  ];
  for (const change of changes) {
    const answer = await change();
    if (answer.kind === "no-capacity" || answer.kind === "impossible") return answer;
  }
  return undefined;
}
