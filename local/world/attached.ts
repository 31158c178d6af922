import { createHash } from "node:crypto";
import type { InstanceId } from "../../core/model/ids.ts";
import type { Refusal } from "../../core/ports/ec2.ts";
import type { PortError } from "../../core/ports/errors.ts";
import type { Attachments, Changed, Mistake, Modifications } from "../../core/ports/modifications.ts";
import type { Ec2CallName } from "./call-names.ts";
import type { Ec2CallCounts } from "./calls.ts";
import { isEndedMachine, type Machine, struckBy, volumeOf } from "./machine.ts";
import { refusedBy } from "./refusing.ts";
import type { Troubles } from "./troubles.ts";

interface ModificationParts {
  /** The machine, as long as EC2 shows it. */
  readonly visible: (id: InstanceId) => Machine | undefined;
  readonly betweenStates: (machine: Machine) => PortError;
  readonly calls: Ec2CallCounts;
  readonly troubles: Troubles;
}

/** Groups, interfaces, profiles and addresses whose ids end so are not there; all others are, and are the account's. */
const ABSENT = "dead";

/** EC2's changes to an instance and to what is attached to it, with the refusals that the adapter for AWS answers. */
export function fittings({ visible, betweenStates, calls, troubles }: ModificationParts): {
  readonly modifications: Modifications;
  readonly attachments: Attachments;
} {
  const interfaces = new Map<string, InstanceId>();
  const addresses = new Map<string, InstanceId>();

  async function changed(
    call: Ec2CallName,
    id: InstanceId,
    work: (machine: Machine) => Mistake | Refusal | undefined,
  ): Promise<Changed> {
    calls.count(call);
    const machine = visible(id);
    if (!machine) return { kind: "unknown" };
    return refusedBy(troubles, call, struckBy(machine)) ?? work(machine) ?? { kind: "asked" };
  }
  const missing = (id: string, error: string): Mistake | undefined =>
    id.endsWith(ABSENT) ? { kind: "mistaken", error } : undefined;
  const holderOf = (held: ReadonlyMap<string, InstanceId>, id: string): InstanceId | undefined => {
    const holder = held.get(id);
    return holder !== undefined && visible(holder)?.state !== "terminated" ? holder : undefined;
  };

  const modifications: Modifications = {
    retype: (id, type) =>
      changed("ModifyInstanceAttribute", id, (machine) => {
        if (machine.state !== "stopped") throw betweenStates(machine);
        machine.type = type;
        return undefined;
      }),
    tag: (id, tags) =>
      changed("CreateTags", id, (machine) => {
        Object.assign(machine.tags, tags);
        return undefined;
      }),
    untag: (id, keys) =>
      changed("DeleteTags", id, ({ tags }) => {
        for (const key of keys) delete tags[key];
        return undefined;
      }),
    regroup: (id, groups) =>
      changed("ModifyInstanceAttribute", id, (machine) => {
        if (machine.interfaces.length > 1) return SEVERAL;
        const absent = groups.find((group) => group.endsWith(ABSENT));
        if (absent !== undefined) return missing(absent, "InvalidGroup.NotFound");
        machine.securityGroups = [...groups];
        return undefined;
      }),
    async reprofile(id, profile, has) {
      if (has.profile !== undefined) calls.count("DescribeIamInstanceProfileAssociations");
      return changed("AssociateIamInstanceProfile", id, (machine) => {
        if (profile.endsWith(ABSENT)) return missing(profile, "InvalidParameterValue");
        machine.profile = profileArn(profile);
        return undefined;
      });
    },
  };

  const attachments: Attachments = {
    async measure(id) {
      calls.count("DescribeInstancesById", id);
      const machine = visible(id);
      if (!machine) return "unknown";
      const { state, profile } = machine;
      return {
        state,
        interfaces: isEndedMachine(machine) ? [] : [...machine.interfaces],
        rootVolume: volumeOf(id),
        ...(profile !== undefined && { profile }),
      };
    },
    attach: (id, networkInterface, index) =>
      changed("AttachNetworkInterface", id, (machine) => {
        const holder = holderOf(interfaces, networkInterface);
        if (holder !== undefined) return { kind: "mistaken", error: "InvalidNetworkInterface.InUse", holder };
        const absent = missing(networkInterface, "InvalidNetworkInterfaceID.NotFound");
        if (absent) return absent;
        interfaces.set(networkInterface, id);
        machine.interfaces.push({ id: networkInterface, index });
        return undefined;
      }),
    async grow(volume, gib) {
      const id = `i-${volume.slice("vol-".length)}`;
      calls.count("DescribeVolumes");
      const size = visible(id)?.gib ?? gib;
      if (size === gib) return { kind: "asked" };
      if (size > gib) return { kind: "mistaken", error: `VolumeIsLarger (${size} GiB)` };
      return changed("ModifyVolume", id, (machine) => {
        machine.gib = gib;
        return undefined;
      });
    },
    lend: (id, elasticIp) =>
      changed("AssociateAddress", id, (machine) => {
        if (machine.interfaces.length > 1) return SEVERAL;
        const absent = missing(elasticIp, "InvalidAllocationID.NotFound");
        if (absent) return absent;
        addresses.set(elasticIp, id);
        return undefined;
      }),
    async addressOf(elasticIp) {
      calls.count("DescribeAddresses");
      const holder = holderOf(addresses, elasticIp);
      return (
        missing(elasticIp, "InvalidAllocationID.NotFound") ?? {
          kind: "address",
          ip: addressOf(elasticIp),
          ...(holder !== undefined && { instance: holder }),
        }
      );
    },
  };
  return { modifications, attachments };
}

/** Which of its interfaces is meant? Source: hashicorp/terraform#3205. */
const SEVERAL: Refusal = { kind: "impossible", error: "InvalidInstanceID" };

export const profileArn = (profile: string): string =>
  profile.startsWith("arn:") ? profile : `arn:aws:iam::000000000000:instance-profile/${profile}`;

/** Of the documentation's block. Source: RFC 5737. */
const addressOf = (elasticIp: string): string =>
  `203.0.113.${Buffer.from(createHash("sha256").update(elasticIp).digest()).readUInt8(0)}`;
