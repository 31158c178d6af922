import type { AskedOverride } from "../../../events/overrides/surfaces.ts";
import type { OverrideName, OverridesWith } from "../../../events/overrides/table.ts";
import type { Instance } from "../../model/instance.ts";
import { BETWEEN_STATES_WAIT_MS } from "../../model/limits.ts";
import type { Overrides } from "../../model/overrides.ts";
import { PortError } from "../../ports/errors.ts";
import type { Changed, Measures } from "../../ports/modifications.ts";
import type { Ports } from "../../ports/ports.ts";

export type OverridePorts = Pick<Ports, "instances" | "modifications" | "attachments" | "names">;

/** What a change is made from. `measures`: what is attached, where one of the claim's overrides must know. */
export interface Given {
  readonly instance: Instance;
  readonly overrides: Overrides;
  readonly measures: Measures;
}

interface Change<Value> {
  apply(ports: OverridePorts, value: Value, given: Given): Promise<Changed>;
}
type BeforeStart = OverridesWith<{ readonly stage: "before-start" }>;

/** The call to AWS that applies each override before the start. Each is safe to make twice. */
const CHANGES: Readonly<Record<BeforeStart, Change<unknown>>> = {
  type: { apply: ({ modifications }, type, { instance: { id } }) => modifications.retype(id, type) },
  tags: { apply: ({ modifications }, tags, { instance: { id } }) => modifications.tag(id, tags) },
  rootVolumeGiB: {
    apply: async ({ attachments }, gib, { measures: { rootVolume } }) =>
      rootVolume ? attachments.grow(rootVolume, gib) : { kind: "mistaken", error: "NoRootVolume" },
  },
  securityGroups: { apply: ({ modifications }, groups, { instance: { id } }) => modifications.regroup(id, groups) },
  instanceProfile: {
    apply: ({ modifications }, profile, { instance: { id }, measures }) =>
      modifications.reprofile(id, profile, measures),
  },
  elasticIp: { apply: ({ attachments }, allocation, { instance: { id } }) => attachments.lend(id, allocation) },
  networkInterface: { apply: attach },
  dns: { apply: name },
} satisfies { readonly [Name in BeforeStart]: Change<AskedOverride<Name>> };

/** Applies one override that is asked for; one that is applied after the start is none of EC2's. */
export async function applyOverride(ports: OverridePorts, attribute: OverrideName, given: Given): Promise<Changed> {
  return isBeforeStart(attribute)
    ? CHANGES[attribute].apply(ports, given.overrides[attribute], given)
    : { kind: "asked" };
}

const isBeforeStart = (attribute: OverrideName): attribute is BeforeStart => attribute in CHANGES;

/** What an instance of ours still has that is on its way out, such as the one that failed the claim before, is free soon: that is nobody's
 *  mistake, and the queue asks again. */
async function attach(
  ports: OverridePorts,
  networkInterface: string,
  { instance: { id }, measures }: Given,
): Promise<Changed> {
  const answer = await ports.attachments.attach(id, networkInterface, freeIndex(measures));
  if (answer.kind !== "mistaken" || answer.holder === undefined) return answer;
  if (answer.holder === id) return { kind: "asked" };
  const holder = await ports.instances.find(answer.holder);
  if (holder?.state !== "retiring") return answer;
  throw new PortError("retry-after", answer.error, `${networkInterface} leaves with ${holder.id}`, {
    retryAfterMs: BETWEEN_STATES_WAIT_MS,
  });
}

/** The DNS name points at the Elastic IP, if one is asked for, else for the private address. */
async function name(
  ports: OverridePorts,
  dns: AskedOverride<"dns">,
  { instance: { privateIp }, overrides: { elasticIp } }: Given,
): Promise<Changed> {
  const address = elasticIp === undefined ? privateIp : await ports.attachments.addressOf(elasticIp);
  if (address === undefined) return { kind: "mistaken", error: "NoPrivateAddress" };
  if (typeof address !== "string" && address.kind === "mistaken") return address;
  return ports.names.point(dns, typeof address === "string" ? address : address.ip);
}

function freeIndex({ interfaces }: Measures): number {
  const taken = new Set(interfaces.map(({ index }) => index));
  return [...taken].reduce((free) => (taken.has(free) ? free + 1 : free), 1);
}
