import type {
  CancelSpotInstanceRequestsRequest,
  CancelSpotInstanceRequestsResult,
  DescribeSpotInstanceRequestsRequest,
  DescribeSpotInstanceRequestsResult,
  SpotInstanceRequest,
  SpotInstanceState,
} from "@aws-sdk/client-ec2";
import { isOver } from "../../world/machine.ts";
import type { Account } from "./account.ts";
import { Ec2Failure } from "./failure.ts";
import { spotRequestOf } from "./rows.ts";

type Field = "instance-id" | "type" | "state" | "spot-instance-request-id";

/** The requests that Spot instances came from. Source: EC2 API Reference, DescribeSpotInstanceRequests. */
export function describeSpotRequests(
  account: Account,
  { Filters = [], SpotInstanceRequestIds }: DescribeSpotInstanceRequestsRequest,
): DescribeSpotInstanceRequestsResult {
  const rows = requests(account).filter(
    (row) =>
      (SpotInstanceRequestIds?.includes(row.SpotInstanceRequestId ?? "") ?? true) &&
      Filters.every(({ Name = "", Values = [] }) => Values.includes(fieldOf(row, Name))),
  );
  return { SpotInstanceRequests: rows };
}

/** Ends requests, not their instances. Source: EC2 API Reference, CancelSpotInstanceRequests. */
export function cancelSpotRequests(
  account: Account,
  { SpotInstanceRequestIds: ids = [] }: CancelSpotInstanceRequestsRequest,
): CancelSpotInstanceRequestsResult {
  const all = requests(account).map(({ SpotInstanceRequestId }) => SpotInstanceRequestId);
  const missing = ids.find((id) => !all.includes(id));
  if (missing !== undefined)
    throw new Ec2Failure(
      "InvalidSpotInstanceRequestID.NotFound",
      `The spot instance request ID '${missing}' does not exist`,
    );
  for (const id of ids) account.cancelled.add(id);
  return { CancelledSpotInstanceRequests: ids.map((id) => ({ SpotInstanceRequestId: id, State: "cancelled" })) };
}

function requests({ world, cancelled }: Account): readonly SpotInstanceRequest[] {
  return [...world.machines.values()]
    .filter(({ template }) => template.market === "spot")
    .map((machine) => {
      const id = spotRequestOf(machine);
      const live: SpotInstanceState = isOver(machine) ? "closed" : machine.state === "stopped" ? "disabled" : "active";
      return {
        SpotInstanceRequestId: id,
        InstanceId: machine.id,
        Type: "persistent",
        State: cancelled.has(id) ? "cancelled" : live,
      };
    });
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
