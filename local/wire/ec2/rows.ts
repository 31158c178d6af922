import { createHash } from "node:crypto";
import type { _InstanceType, Instance, InstanceState, InstanceStateName, Reservation } from "@aws-sdk/client-ec2";
import type { Ec2State } from "../../../core/model/instance.ts";
import type { Ec2Instance } from "../../../core/ports/ec2.ts";
import { tierRow } from "../../../events/tiers.ts";
import { isEndedMachine, type Machine, volumeOf } from "../../world/machine.ts";
import { OWNER } from "./account.ts";

/** Source: EC2 API Reference, InstanceState. */
const CODES: Readonly<Record<Ec2State, number>> = {
  pending: 0,
  running: 16,
  "shutting-down": 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

export const stateOf = (name: string): InstanceState => ({
  Code: CODES[name as Ec2State],
  Name: name as InstanceStateName,
});

/** Instances as EC2 groups them: those of one launch, by their ClientToken, in one reservation. */
export function reservations(rows: readonly Ec2Instance[], machines: ReadonlyMap<string, Machine>): Reservation[] {
  const byToken = new Map<string, Instance[]>();
  for (const row of rows) {
    const token = row.token ?? row.id;
    byToken.set(token, [...(byToken.get(token) ?? []), instance(row, machines.get(row.id))]);
  }
  return [...byToken].map(([token, Instances]) => ({ ...reservation(token), Instances }));
}

export const reservation = (token: string): Reservation => ({
  ReservationId: idFrom("r", token),
  OwnerId: OWNER,
  Groups: [],
});

/** What is answered of one instance is the world's; what only the machine knows, such as its launch, is taken from there. */
export const instance = (row: Ec2Instance, machine: Machine | undefined): Instance => ({
  InstanceId: row.id,
  ImageId: row.imageId,
  State: stateOf(row.observed.state),
  InstanceType: row.type as _InstanceType,
  Placement: { AvailabilityZone: row.az, Tenancy: "default" },
  SecurityGroups: row.securityGroups.map((GroupId) => ({ GroupId, GroupName: GroupId })),
  Tags: Object.entries(row.tags).map(([Key, Value]) => ({ Key, Value })),
  ...(row.privateIp && { PrivateIpAddress: row.privateIp }),
  ...(row.token && { ClientToken: row.token }),
  ...(row.stateReason && { StateReason: { Code: row.stateReason.code, Message: row.stateReason.message } }),
  ...(machine && {
    LaunchTime: new Date(machine.launchedAt),
    NetworkInterfaces: (isEndedMachine(machine) ? [] : machine.interfaces).map(({ id, index }) => ({
      NetworkInterfaceId: id,
      Attachment: { DeviceIndex: index },
    })),
    RootDeviceName: ROOT_DEVICE,
    BlockDeviceMappings: [{ DeviceName: ROOT_DEVICE, Ebs: { VolumeId: volumeOf(machine.id) } }],
    ...(machine.profile && { IamInstanceProfile: { Arn: machine.profile } }),
    HibernationOptions: { Configured: tierRow(machine.intent.tier).parks === "hibernate" },
    ...(machine.spotRequest && { InstanceLifecycle: "spot", SpotInstanceRequestId: machine.spotRequest }),
  }),
});

const ROOT_DEVICE = "/dev/sda1";

const idFrom = (prefix: string, from: string): string =>
  `${prefix}-${createHash("sha256").update(from).digest("hex").slice(0, 17)}`;
