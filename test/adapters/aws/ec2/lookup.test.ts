import { DescribeInstancesCommand, type Instance, type Reservation } from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import type { Ec2State } from "../../../../core/model/instance.ts";
import { EC2_STATES } from "../../../../events/states.ts";
import { EPOCH, IMAGE, REGION } from "../../../builders.ts";
import { ID, room } from "./room.ts";

const found = (state: Ec2State): Instance => ({
  InstanceId: ID,
  State: { Name: state },
  Placement: { AvailabilityZone: `${REGION}a` },
  InstanceType: "m6i.xlarge",
  ImageId: IMAGE,
  Tags: [{ Key: "team", Value: "build" }],
});

describe("a look at one instance", () => {
  test.each(EC2_STATES)("reports that it is %s, seen in whole seconds", async (state) => {
    const { client, lookup } = room();
    client.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: [found(state)] }] });
    expect(await lookup.look(ID)).toEqual({
      id: ID,
      observed: { state, at: EPOCH },
      az: `${REGION}a`,
      type: "m6i.xlarge",
      imageId: IMAGE,
      tags: { team: "build" },
      securityGroups: [],
    });
    expect(client.calls().map(({ args }) => args[0].input)).toEqual([{ InstanceIds: [ID] }]);
  });

  test("dates what it saw by the asking, so that an event of the meantime is newer", async () => {
    const { client, lookup, pass } = room();
    client.on(DescribeInstancesCommand).callsFake(() => {
      pass(3_000);
      return { Reservations: [{ Instances: [found("stopping")] }] };
    });
    expect(await lookup.look(ID)).toMatchObject({ observed: { state: "stopping", at: EPOCH } });
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
