import {
  DescribeInstancesCommand,
  DescribeSpotInstanceRequestsCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";
import { afterEach, describe, expect, test } from "vitest";
import { MINUTE_MS } from "../../../../core/model/time.ts";
import { BY_USER, KEY_UNUSABLE } from "../../../../local/world/state-reasons.ts";
import type { Trouble } from "../../../../local/world/troubles.ts";
import { aTemplate, IMAGE } from "../../../builders.ts";
import { openWire } from "./given.ts";

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

const RUN = {
  ClientToken: "a-token",
  MinCount: 1,
  MaxCount: 1,
  ImageId: IMAGE,
  InstanceType: "m6i.xlarge",
  SubnetId: "subnet-0aaa0000000000001",
} as const;

async function open(...troubles: readonly Trouble[]) {
  const wire = await openWire({ troubles, templates: [aTemplate({ os: "linux" })] });
  opened.push(wire);
  const { client, truth } = wire;
  const { Instances = [] } = await truth.during(2 * MINUTE_MS, () => client.send(new RunInstancesCommand(RUN)));
  const id = Instances[0]?.InstanceId ?? "";
  /** What a look by id answers of it, and our adapter makes of it. */
  const seen = async () => {
    const look = new DescribeInstancesCommand({ InstanceIds: [id] });
    const { Reservations = [] } = await truth.during(0, () => client.send(look));
    return { row: Reservations[0]?.Instances?.[0], read: await truth.during(0, () => wire.adapter.lookup.look(id)) };
  };
  return { ...wire, id, launched: Instances[0], seen };
}

describe("over the wire EC2", () => {
  test("says why an instance is in its state: pending, stopped by its user, and nothing of one that runs", async () => {
    const { client, truth, launched, id, seen } = await open();
    expect(launched?.StateReason).toEqual({ Code: "pending", Message: "pending" });
    expect((await seen()).row).not.toHaveProperty("StateReason");
    await truth.during(2 * MINUTE_MS, () => client.send(new StopInstancesCommand({ InstanceIds: [id] })));
    const { row, read } = await seen();
    expect(row?.StateReason).toEqual({ Code: BY_USER.code, Message: BY_USER.message });
    expect(read).toMatchObject({ stateReason: BY_USER });
  });

  test("ends a launch that it took, and shows neither groups nor address nor interfaces of it", async () => {
    const { seen } = await open({ kind: "launch-dies", reason: KEY_UNUSABLE }, { kind: "tags-lost-at-end" });
    const { row, read } = await seen();
    expect(row).toMatchObject({ State: { Name: "terminated" }, StateReason: { Code: KEY_UNUSABLE.code } });
    for (const lost of ["SecurityGroups", "NetworkInterfaces", "Tags"] as const) expect(row?.[lost] ?? []).toEqual([]);
    expect(row?.PrivateIpAddress).toBeUndefined();
    expect(read).toMatchObject({ securityGroups: [], tags: {}, stateReason: KEY_UNUSABLE });
  });

  test.each([
    ["UnauthorizedOperation", 403],
    ["InvalidKeyPair.NotFound", 400],
    ["InsufficientInstanceCapacity", 500],
  ])("refuses a start by %s, with status %i", async (code, status) => {
    const { client, truth, id } = await open({ kind: "refused", call: "StartInstances", code, text: "EC2's words" });
    await truth.during(2 * MINUTE_MS, () => client.send(new StopInstancesCommand({ InstanceIds: [id] })));
    const refused = truth.during(0, () =>
      client
        .send(new StartInstancesCommand({ InstanceIds: [id] }))
        .catch(({ name, $metadata: { httpStatusCode } }) => ({
          name,
          httpStatusCode,
        })),
    );
    expect(await refused).toEqual({ name: code, httpStatusCode: status });
  });

  test("unsticks a hibernation by a forced stop", async () => {
    const { client, truth, id } = await open({ kind: "hibernate-stuck", until: "force" });
    truth.power.hibernate(truth.machines.get(id)!);
    for (const [Force, state] of [
      [false, "stopping"],
      [true, "stopped"],
    ] as const) {
      await truth.during(5 * MINUTE_MS, () => client.send(new StopInstancesCommand({ InstanceIds: [id], Force })));
      expect(truth.machines.get(id)?.state).toBe(state);
    }
  });

  test("lists the open Spot requests that a tag names", async () => {
    const { client, truth } = await open();
    const run = new RunInstancesCommand({
      ...RUN,
      ClientToken: "spot",
      InstanceMarketOptions: { MarketType: "spot", SpotOptions: { SpotInstanceType: "persistent" } },
      TagSpecifications: [
        { ResourceType: "instance", Tags: [{ Key: "greenroom:pool", Value: "p" }] },
        { ResourceType: "spot-instances-request", Tags: [{ Key: "greenroom:pool", Value: "p" }] },
      ],
    });
    const { Instances = [] } = await truth.during(2 * MINUTE_MS, () => client.send(run));
    truth.power.destroy(truth.machines.get(Instances[0]?.InstanceId ?? "")!);
    await truth.during(3 * MINUTE_MS, async () => undefined);
    const listed = async (Name: string, Value: string) => {
      const Filters = [
        { Name, Values: [Value] },
        { Name: "state", Values: ["open"] },
      ];
      const answer = await truth.during(0, () => client.send(new DescribeSpotInstanceRequestsCommand({ Filters })));
      return answer.SpotInstanceRequests?.map(({ InstanceId, Type }) => [InstanceId, Type]);
    };
    const open_ = [[Instances[0]?.InstanceId, "persistent"]];
    expect(await listed("tag-key", "greenroom:pool")).toEqual(open_);
    expect(await listed("tag:greenroom:pool", "p")).toEqual(open_);
    expect((await listed("tag:greenroom:pool", "q")) ?? []).toEqual([]);
  });
});
