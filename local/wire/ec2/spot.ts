import type {
  CancelSpotInstanceRequestsRequest,
  CancelSpotInstanceRequestsResult,
  DescribeSpotInstanceRequestsRequest,
  DescribeSpotInstanceRequestsResult,
  SpotInstanceRequest,
} from "@aws-sdk/client-ec2";
import type { Account } from "./account.ts";
import { Ec2Failure } from "./failure.ts";

type Field = "instance-id" | "type" | "state" | "spot-instance-request-id";
const TAG = "tag:";
const TAG_KEY = "tag-key";

/** The requests that Spot instances came from. Source: EC2 API Reference, DescribeSpotInstanceRequests. */
export function describeSpotRequests(
  account: Account,
  { Filters = [], SpotInstanceRequestIds }: DescribeSpotInstanceRequestsRequest,
): DescribeSpotInstanceRequestsResult {
  const rows = requests(account).filter(
    (row) =>
      (SpotInstanceRequestIds?.includes(row.SpotInstanceRequestId ?? "") ?? true) &&
      Filters.every(({ Name = "", Values = [] }) => fieldsOf(row, Name).some((value) => Values.includes(value))),
  );
  return { SpotInstanceRequests: rows };
}

/** Ends requests, not their instances. Source: EC2 API Reference, CancelSpotInstanceRequests. */
export function cancelSpotRequests(
  account: Account,
  { SpotInstanceRequestIds: ids = [] }: CancelSpotInstanceRequestsRequest,
): CancelSpotInstanceRequestsResult {
  const { spotRequests } = account.world;
  const all = spotRequests.all().map(({ id }) => id);
  const missing = ids.find((id) => !all.includes(id));
  if (missing !== undefined)
    throw new Ec2Failure(
      "InvalidSpotInstanceRequestID.NotFound",
      `The spot instance request ID '${missing}' does not exist`,
    );
  for (const id of ids) spotRequests.cancel(id);
  return { CancelledSpotInstanceRequests: ids.map((id) => ({ SpotInstanceRequestId: id, State: "cancelled" })) };
}

const requests = ({ world }: Account): readonly SpotInstanceRequest[] =>
  world.spotRequests.all().map(({ id, instance, type, state, tags }) => ({
    SpotInstanceRequestId: id,
    InstanceId: instance,
    Type: type,
    State: state,
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  }));

function fieldsOf(row: SpotInstanceRequest, name: string): readonly string[] {
  const { Tags = [] } = row;
  if (name === TAG_KEY) return Tags.flatMap(({ Key }) => Key ?? []);
  if (!name.startsWith(TAG)) return [fieldOf(row, name)];
  return Tags.flatMap(({ Key, Value }) => (Key === name.slice(TAG.length) ? (Value ?? []) : []));
}

function fieldOf(row: SpotInstanceRequest, name: string): string {
  const fields: Readonly<Record<Field, string | undefined>> = {
    "instance-id": row.InstanceId,
    "spot-instance-request-id": row.SpotInstanceRequestId,
    type: row.Type,
    state: row.State,
  };
  if (!Object.hasOwn(fields, name)) throw new Ec2Failure("InvalidParameterValue", `The filter '${name}' is invalid`);
  return fields[name as Field] ?? "";
}
