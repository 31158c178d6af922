import type { InstanceId } from "../../model/ids.ts";
import type { Instance } from "../../model/instance.ts";
import { BETWEEN_STATES_WAIT_MS } from "../../model/limits.ts";
import { isLasting, type OverrideName, type Overrides, toChange } from "../../model/overrides.ts";
import type { Refusal } from "../../ports/ec2.ts";
import { PortError } from "../../ports/errors.ts";
import type { Changed, Measures, Mistake } from "../../ports/modifications.ts";
import type { Ports } from "../../ports/ports.ts";

type OverridePorts = Pick<Ports, "instances" | "modifications" | "attachments" | "names">;

/** `unknown`: EC2 does not know the instance (yet, or any more). `stopped`: at this attribute, with or without something changed before
 *  that nothing takes back with certainty. */
export type Configured =
  | { readonly kind: "configured" | "unknown" }
  | {
      readonly kind: "stopped";
      readonly at: OverrideName;
      readonly altered: boolean;
      readonly why: Refusal | Mistake;
    };

/** What has to be asked before it can be changed. */
const MEASURED: readonly OverrideName[] = ["rootVolumeGiB", "instanceProfile", "networkInterface"];

/** Makes an instance what the claim that leased it asks for: only what it is not already, one attribute a call, the first refusal ends it.
 *  EC2 is asked what is attached at most once, and only if that must be known. Twice is safe: where the second network interface is
 *  attached already, all that comes before it was done by whoever attached it. */
export async function configureLeased(ports: OverridePorts, instance: Instance): Promise<Configured> {
  const overrides = instance.lease?.overrides ?? {};
  const wanted = toChange(overrides, instance);
  const measures = wanted.some((each) => MEASURED.includes(each)) ? await ports.attachments.measure(instance.id) : NONE;
  if (measures === "unknown") return { kind: "unknown" };
  const isAttached = measures.interfaces.some(({ id }) => id === overrides.networkInterface);
  const left = isAttached ? wanted.slice(wanted.indexOf("networkInterface") + 1) : wanted;
  let altered = left.length < wanted.length;
  for (const attribute of left) {
    const answer = await change(ports, attribute, { instance, overrides, measures });
    if ("error" in answer) return { kind: "stopped", at: attribute, altered, why: answer };
    altered ||= isLasting(attribute);
  }
  return { kind: "configured" };
}

const NONE: Measures = { state: "stopped", interfaces: [] };

interface Given {
  readonly instance: Instance;
  readonly overrides: Overrides;
  readonly measures: Measures;
}

async function change(
  ports: OverridePorts,
  attribute: OverrideName,
  { instance, overrides, measures }: Given,
): Promise<Changed> {
  const { id, type } = instance;
  switch (attribute) {
    case "type":
      return ports.modifications.retype(id, overrides.type ?? type);
    case "tags":
      return ports.modifications.tag(id, overrides.tags ?? {});
    case "rootVolumeGiB":
      if (!measures.rootVolume) return { kind: "mistaken", error: "NoRootVolume" };
      return ports.attachments.grow(measures.rootVolume, overrides.rootVolumeGiB ?? 0);
    case "securityGroups":
      return ports.modifications.regroup(id, overrides.securityGroups ?? []);
    case "instanceProfile":
      return ports.modifications.reprofile(id, overrides.instanceProfile ?? "", measures);
    case "elasticIp":
      return ports.attachments.lend(id, overrides.elasticIp ?? "");
    case "networkInterface":
      return attach(ports, id, overrides.networkInterface ?? "", freeIndex(measures));
    case "dns":
      return name(ports, instance, overrides);
    case "access":
      return { kind: "asked" };
  }
}

/** What an instance of ours still has that is on its way out, such as the one that failed the claim before, is free soon: that is nobody's
 *  mistake, and the queue asks again. */
async function attach(ports: OverridePorts, id: InstanceId, networkInterface: string, index: number): Promise<Changed> {
  const answer = await ports.attachments.attach(id, networkInterface, index);
  if (answer.kind !== "mistaken" || answer.holder === undefined) return answer;
  if (answer.holder === id) return { kind: "asked" };
  const holder = await ports.instances.find(answer.holder);
  if (holder?.state !== "retiring") return answer;
  throw new PortError("retry-after", answer.error, `${networkInterface} leaves with ${holder.id}`, {
    retryAfterMs: BETWEEN_STATES_WAIT_MS,
  });
}

/** The name stands for the Elastic IP, if one is asked for, else for the private address. */
async function name(ports: OverridePorts, { privateIp }: Instance, { dns, elasticIp }: Overrides): Promise<Changed> {
  if (!dns) return { kind: "asked" };
  const address = elasticIp === undefined ? privateIp : await ports.attachments.addressOf(elasticIp);
  if (address === undefined) return { kind: "mistaken", error: "NoPrivateAddress" };
  if (typeof address !== "string" && address.kind === "mistaken") return address;
  return ports.names.point(dns, typeof address === "string" ? address : address.ip);
}

function freeIndex({ interfaces }: Measures): number {
  const taken = new Set(interfaces.map(({ index }) => index));
  return [...taken].reduce((free) => (taken.has(free) ? free + 1 : free), 1);
}
