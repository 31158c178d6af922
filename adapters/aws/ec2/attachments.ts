import {
  AssociateAddressCommand,
  AttachNetworkInterfaceCommand,
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeVolumesCommand,
  type EC2Client,
  ModifyVolumeCommand,
} from "@aws-sdk/client-ec2";
import { PortError } from "../../../core/ports/errors.ts";
import type { Attachments, Changed, Measures } from "../../../core/ports/modifications.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import { ask } from "./ask.ts";
import { makeChange } from "./change.ts";

/** Source: EC2 Developer Guide, Error codes, Client error codes for specific actions. */
const IN_USE = "InvalidNetworkInterface.InUse";

/** What is attached to instances. Source: EC2 API Reference, AttachNetworkInterface, ModifyVolume ("you can only increase the size"),
 *  AssociateAddress, DescribeAddresses. */
export const attachments = (client: EC2Client, counters: Counters): Attachments => ({
  async measure(id) {
    const answer = await ask(() => client.send(new DescribeInstancesCommand({ InstanceIds: [id] })), counters);
    if (answer.kind === "unknown") return "unknown";
    if (answer.kind !== "answered") throw new PortError("terminal", answer.error, `ec2: ${id} cannot be looked at`);
    const [found] = answer.output.Reservations?.flatMap(({ Instances = [] }) => Instances) ?? [];
    if (!found) return "unknown";
    const { State, NetworkInterfaces = [], RootDeviceName, BlockDeviceMappings = [], IamInstanceProfile } = found;
    const rootVolume = BlockDeviceMappings.find(({ DeviceName }) => DeviceName === RootDeviceName)?.Ebs?.VolumeId;
    const interfaces = NetworkInterfaces.flatMap(({ NetworkInterfaceId: eni, Attachment }) =>
      eni === undefined ? [] : [{ id: eni, index: Attachment?.DeviceIndex ?? 0 }],
    );
    const measures: Measures = {
      state: State?.Name ?? "pending",
      interfaces,
      ...(rootVolume && { rootVolume }),
      ...(IamInstanceProfile?.Arn && { profile: IamInstanceProfile.Arn }),
    };
    return measures;
  },

  async attach(id, networkInterface, index) {
    const answer = await makeChange(
      () =>
        client.send(
          new AttachNetworkInterfaceCommand({
            InstanceId: id,
            NetworkInterfaceId: networkInterface,
            DeviceIndex: index,
          }),
        ),
      counters,
      { theirs: true },
    );
    if (answer.kind !== "mistaken" || answer.error !== IN_USE) return answer;
    const held = await ask(
      () => client.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [networkInterface] })),
      counters,
    );
    const holder = held.kind === "answered" ? held.output.NetworkInterfaces?.[0]?.Attachment?.InstanceId : undefined;
    return { ...answer, ...(holder && { holder }) };
  },

  async grow(volume, gib): Promise<Changed> {
    const answer = await ask(() => client.send(new DescribeVolumesCommand({ VolumeIds: [volume] })), counters);
    if (answer.kind !== "answered") return answer;
    const size = answer.output.Volumes?.[0]?.Size ?? 0;
    if (size === gib) return { kind: "asked" };
    if (size > gib) return { kind: "mistaken", error: `VolumeIsLarger (${size} GiB)` };
    return makeChange(() => client.send(new ModifyVolumeCommand({ VolumeId: volume, Size: gib })), counters);
  },

  lend: (id, elasticIp) =>
    makeChange(
      () =>
        client.send(new AssociateAddressCommand({ AllocationId: elasticIp, InstanceId: id, AllowReassociation: true })),
      counters,
      { theirs: true },
    ),

  async addressOf(elasticIp) {
    const answer = await ask(() => client.send(new DescribeAddressesCommand({ AllocationIds: [elasticIp] })), counters);
    if (answer.kind !== "answered")
      return { kind: "mistaken", error: "error" in answer ? answer.error : "InvalidAllocationID.NotFound" };
    const { PublicIp: ip, InstanceId: instance } = answer.output.Addresses?.[0] ?? {};
    if (ip === undefined) return { kind: "mistaken", error: "InvalidAllocationID.NotFound" };
    return { kind: "address", ip, ...(instance && { instance }) };
  },
});
