import type {
  AssociateAddressRequest,
  AssociateAddressResult,
  AssociateIamInstanceProfileRequest,
  AttachNetworkInterfaceRequest,
  DescribeAddressesRequest,
  DescribeAddressesResult,
  DescribeIamInstanceProfileAssociationsRequest,
  DescribeNetworkInterfacesRequest,
  DescribeNetworkInterfacesResult,
  DescribeVolumesRequest,
  DescribeVolumesResult,
  DisassociateIamInstanceProfileRequest,
  IamInstanceProfileAssociation,
  IamInstanceProfileSpecification,
  ModifyVolumeRequest,
  ReplaceIamInstanceProfileAssociationRequest,
} from "@aws-sdk/client-ec2";
import type { Changed } from "../../../core/ports/modifications.ts";
import { profileArn } from "../../world/attached.ts";
import { type Machine, volumeOf } from "../../world/machine.ts";
import type { Account } from "./account.ts";
import { Ec2Failure, noSuchInstances } from "./failure.ts";
import { known } from "./power.ts";

/** What the world did, or EC2's words for why not. */
export function done(id: string, changed: Changed): void {
  if (changed.kind === "unknown") throw noSuchInstances([id]);
  if ("error" in changed) throw new Ec2Failure(changed.error, `The instance '${id}' cannot be changed so.`);
}

/** Actions on what is attached to instances. Source: EC2 API Reference. */
export const ATTACHED = {
  async AttachNetworkInterface(
    { world }: Account,
    { InstanceId: id = "", NetworkInterfaceId: eni = "", DeviceIndex = 0 }: Partial<AttachNetworkInterfaceRequest>,
  ) {
    done(id, await world.ports.attachments.attach(id, eni, DeviceIndex));
    return { AttachmentId: eni.replace("eni-", "eni-attach-") };
  },

  DescribeNetworkInterfaces(
    { world }: Account,
    { NetworkInterfaceIds = [] }: DescribeNetworkInterfacesRequest,
  ): DescribeNetworkInterfacesResult {
    const NetworkInterfaces = NetworkInterfaceIds.map((eni) => {
      const holder = [...world.machines.values()].findLast(({ interfaces }) => interfaces.some(({ id }) => id === eni));
      return { NetworkInterfaceId: eni, ...(holder && { Attachment: { InstanceId: holder.id } }) };
    });
    return { NetworkInterfaces };
  },

  DescribeVolumes({ world }: Account, { VolumeIds = [] }: DescribeVolumesRequest): DescribeVolumesResult {
    const Volumes = VolumeIds.map((VolumeId) => {
      const machine = [...world.machines.values()].find(({ id }) => volumeOf(id) === VolumeId);
      if (!machine) throw new Ec2Failure("InvalidVolume.NotFound", `The volume '${VolumeId}' does not exist.`);
      return { VolumeId, Size: machine.gib };
    });
    return { Volumes };
  },

  async ModifyVolume({ world }: Account, { VolumeId = "", Size = 0 }: Partial<ModifyVolumeRequest>) {
    done(VolumeId, await world.ports.attachments.grow(VolumeId, Size));
    return { VolumeModification: { VolumeId, ModificationState: "modifying" as const, TargetSize: Size } };
  },

  async AssociateAddress(
    { world }: Account,
    { InstanceId: id = "", AllocationId = "", AllowReassociation = false }: AssociateAddressRequest,
  ): Promise<AssociateAddressResult> {
    const now = await world.ports.attachments.addressOf(AllocationId);
    if (now.kind === "address" && now.instance !== undefined && now.instance !== id && !AllowReassociation)
      throw new Ec2Failure("Resource.AlreadyAssociated", `resource ${AllocationId} is already associated`);
    done(id, await world.ports.attachments.lend(id, AllocationId));
    return { AssociationId: AllocationId.replace("eipalloc-", "eipassoc-") };
  },

  async DescribeAddresses(
    { world }: Account,
    { AllocationIds = [] }: DescribeAddressesRequest,
  ): Promise<DescribeAddressesResult> {
    const Addresses = [];
    for (const AllocationId of AllocationIds) {
      const found = await world.ports.attachments.addressOf(AllocationId);
      if (found.kind === "mistaken")
        throw new Ec2Failure(found.error, `The allocation ID '${AllocationId}' does not exist`);
      Addresses.push({ AllocationId, PublicIp: found.ip, ...(found.instance && { InstanceId: found.instance }) });
    }
    return { Addresses };
  },

  AssociateIamInstanceProfile(
    account: Account,
    { InstanceId: id = "", IamInstanceProfile }: Partial<AssociateIamInstanceProfileRequest>,
  ) {
    const machine = one(account, id);
    if (machine.profile !== undefined)
      throw new Ec2Failure("IncorrectState", `There is an existing association for instance ${id}`);
    machine.profile = arnOf(IamInstanceProfile);
    return { IamInstanceProfileAssociation: association(machine) };
  },

  DescribeIamInstanceProfileAssociations(
    account: Account,
    { Filters = [] }: DescribeIamInstanceProfileAssociationsRequest,
  ) {
    const ids = Filters.find(({ Name }) => Name === "instance-id")?.Values ?? [];
    const found = ids
      .flatMap((id) => account.world.machines.get(id) ?? [])
      .filter(({ profile }) => profile !== undefined);
    return { IamInstanceProfileAssociations: found.map(association) };
  },

  ReplaceIamInstanceProfileAssociation(
    account: Account,
    { AssociationId = "", IamInstanceProfile }: Partial<ReplaceIamInstanceProfileAssociationRequest>,
  ) {
    const machine = associated(account, AssociationId);
    if (machine.state !== "running")
      throw new Ec2Failure("IncorrectInstanceState", `The instance '${machine.id}' is not in the 'running' state.`);
    machine.profile = arnOf(IamInstanceProfile);
    return { IamInstanceProfileAssociation: association(machine) };
  },

  DisassociateIamInstanceProfile(
    account: Account,
    { AssociationId = "" }: Partial<DisassociateIamInstanceProfileRequest>,
  ) {
    const machine = associated(account, AssociationId);
    const IamInstanceProfileAssociation = association(machine);
    delete machine.profile;
    return { IamInstanceProfileAssociation };
  },
};

const ASSOCIATION = "iip-assoc-";
const association = ({ id, profile = "" }: Machine): IamInstanceProfileAssociation => ({
  AssociationId: `${ASSOCIATION}${id.slice("i-".length)}`,
  InstanceId: id,
  IamInstanceProfile: { Arn: profile },
  State: "associated",
});

function arnOf({ Arn, Name = "" }: IamInstanceProfileSpecification = {}): string {
  const profile = Arn ?? Name;
  if (profile.endsWith("dead"))
    throw new Ec2Failure("InvalidParameterValue", `Value (${profile}) for parameter iamInstanceProfile is invalid.`);
  return profileArn(profile);
}

function one(account: Account, id: string): Machine {
  const [machine] = known(account, [id]);
  if (!machine) throw noSuchInstances([id]);
  return machine;
}

function associated(account: Account, association: string): Machine {
  const machine = account.world.machines.get(`i-${association.slice(ASSOCIATION.length)}`);
  if (machine?.profile === undefined)
    throw new Ec2Failure("InvalidAssociationID.NotFound", `The association '${association}' does not exist`);
  return machine;
}
