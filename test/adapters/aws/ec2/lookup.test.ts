import { DescribeInstancesCommand, type Reservation } from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import { EC2_STATES } from "../../../../core/model/instance.ts";
import { EPOCH, IMAGE, REGION } from "../../../builders.ts";
import { ID, room } from "./room.ts";

describe("a look at one instance", () => {
  test.each(EC2_STATES)("tells that it is %s, seen in whole seconds at the moment of asking", async (state) => {
    const { client, lookup } = room();
    const found = {
      InstanceId: ID,
      State: { Name: state },
      Placement: { AvailabilityZone: `${REGION}a` },
      InstanceType: "m6i.xlarge" as const,
      ImageId: IMAGE,
      Tags: [{ Key: "team", Value: "build" }],
    };
    client.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: [found] }] });
    expect(await lookup.look(ID)).toEqual({
      id: ID,
      observed: { state, at: EPOCH },
      az: `${REGION}a`,
      type: "m6i.xlarge",
      imageId: IMAGE,
      tags: { team: "build" },
    });
    expect(client.calls().map(({ args }) => args[0].input)).toEqual([{ InstanceIds: [ID] }]);
  });

  const EMPTY: readonly (readonly [string, Reservation[] | undefined])[] = [
    ["no list", undefined],
    ["no reservation", []],
    ["a reservation without instances", [{}]],
    ["a reservation of none", [{ Instances: [] }]],
  ];
  test.each(EMPTY)("knows nothing from %s", async (_answer, Reservations) => {
    const { client, lookup } = room();
    client.on(DescribeInstancesCommand).resolves(Reservations ? { Reservations } : {});
    expect(await lookup.look(ID)).toBe("unknown");
  });
});
