import {
  DescribeInstancesCommand,
  DescribeSpotInstanceRequestsCommand,
  ModifyInstanceAttributeCommand,
  RunInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { afterEach, describe, expect, test } from "vitest";
import { MINUTE_MS } from "../../../../core/model/time.ts";
import { anIntent, aTemplate, EPOCH, IMAGE, instanceNo, REGION } from "../../../builders.ts";
import { aLaunch } from "../../world/given.ts";
import { openWire } from "./given.ts";

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

async function open(options: Parameters<typeof openWire>[0] = {}) {
  const wire = await openWire(options);
  opened.push(wire);
  const { truth, adapter } = wire;
  const launched = async (
    count = 2,
    request = aLaunch({ intent: anIntent({ count }), template: aTemplate({ os: "linux" }) }),
  ) => {
    const done = await truth.during(MINUTE_MS, () => adapter.launcher.launch(request));
    return done.kind === "launched" ? done.instances.map(({ id }) => id) : [];
  };
  /** What EC2 refuses, by its code. */
  const refusal = (work: () => Promise<unknown>) =>
    truth.during(0, () =>
      work().then(
        () => "done",
        (error: Error) => error.name,
      ),
    );
  return { ...wire, launched, refusal };
}

const RUN = {
  ClientToken: "a-token",
  MinCount: 1,
  MaxCount: 1,
  ImageId: IMAGE,
  InstanceType: "m6i.xlarge",
  SubnetId: "subnet-0aaa0000000000001",
} as const;

describe("a batch", () => {
  test("with one bad id does nothing to the others", async () => {
    const { client, refusal, launched, truth } = await open();
    const ids = await launched();
    const terminate = new TerminateInstancesCommand({ InstanceIds: [...ids, instanceNo(404)] });
    expect(await refusal(() => client.send(terminate))).toBe("InvalidInstanceID.NotFound");
    expect(ids.map((id) => truth.machines.get(id)?.state)).toEqual(["running", "running"]);
  });

  test("reports of each what it was and what it is now", async () => {
    const { client, launched, truth } = await open();
    const InstanceIds = await launched();
    const answer = await truth.during(0, () => client.send(new StopInstancesCommand({ InstanceIds })));
    expect(answer.StoppingInstances).toEqual(
      InstanceIds.map((InstanceId) => ({
        InstanceId,
        PreviousState: { Code: 16, Name: "running" },
        CurrentState: { Code: 64, Name: "stopping" },
      })),
    );
  });
});

describe("what EC2 refuses", () => {
  test.each([
    ["an image that is not there", { ...RUN, ImageId: "ami-0" }, "InvalidAMIID.NotFound"],
    ["a subnet that is not there", { ...RUN, SubnetId: "subnet-0" }, "InvalidSubnetID.NotFound"],
    ["more than one at least", { ...RUN, MinCount: 2, MaxCount: 3 }, "InvalidParameterValue"],
    [
      "a tag key that metadata cannot show",
      {
        ...RUN,
        MetadataOptions: { InstanceMetadataTags: "enabled" as const },
        TagSpecifications: [{ ResourceType: "instance" as const, Tags: [{ Key: "a/b", Value: "" }] }],
      },
      "InvalidParameterValue",
    ],
  ])("a launch of %s", async (_, input, code) => {
    const { client, refusal } = await open();
    expect(await refusal(() => client.send(new RunInstancesCommand(input)))).toBe(code);
  });

  test.each([
    ["ids together with a page size", { InstanceIds: [instanceNo(1)], MaxResults: 5 }, "InvalidParameterCombination"],
    ["a page of fewer than five", { MaxResults: 4 }, "InvalidParameterValue"],
    ["a filter nobody knows", { Filters: [{ Name: "colour", Values: ["red"] }] }, "InvalidParameterValue"],
    ["a token nobody gave", { NextToken: "made-up" }, "InvalidParameterValue"],
    ["an id nobody made", { InstanceIds: [instanceNo(404)] }, "InvalidInstanceID.NotFound"],
  ])("a listing by %s", async (_, input, code) => {
    const { client, refusal } = await open();
    expect(await refusal(() => client.send(new DescribeInstancesCommand(input)))).toBe(code);
  });

  test("a launch that differs from the one of its token in anything, be it what only the instance reads", async () => {
    const { client, refusal } = await open();
    const run = (UserData: string) => refusal(() => client.send(new RunInstancesCommand({ ...RUN, UserData })));
    expect([await run("b25l"), await run("b25l"), await run("dHdv")]).toEqual([
      "done",
      "done",
      "IdempotentParameterMismatch",
    ]);
  });

  test("a token that was given for another listing", async () => {
    const { client, refusal, launched } = await open();
    await launched(6);
    const { NextToken } = await client.send(new DescribeInstancesCommand({ MaxResults: 5 }));
    const Filters = [{ Name: "availability-zone", Values: [`${REGION}a`] }];
    const other = new DescribeInstancesCommand({ MaxResults: 5, Filters, ...(NextToken && { NextToken }) });
    expect(NextToken).toBeDefined();
    expect(await refusal(() => client.send(other))).toBe("InvalidParameterValue");
  });

  test("an attribute that it cannot change", async () => {
    const { client, refusal } = await open();
    const modify = new ModifyInstanceAttributeCommand({ InstanceId: instanceNo(1), EbsOptimized: { Value: true } });
    expect(await refusal(() => client.send(modify))).toBe("InvalidParameterCombination");
  });

  test("hibernation of what was not launched for it; the adapter then stops it plainly", async () => {
    const { client, adapter, refusal, launched, truth } = await open();
    const [id = ""] = await launched(1);
    const hibernate = new StopInstancesCommand({ InstanceIds: [id], Hibernate: true });
    expect(await refusal(() => client.send(hibernate))).toBe("UnsupportedHibernationConfiguration");
    expect(await truth.during(0, () => adapter.power.stop(id, { hibernate: true }))).toEqual({ kind: "asked" });
    expect(truth.machines.get(id)?.state).toBe("stopping");
  });

  test("what the plane never asks", async () => {
    const { client, refusal } = await open();
    const { DescribeVpcsCommand } = await import("@aws-sdk/client-ec2");
    expect(await refusal(() => client.send(new DescribeVpcsCommand({})))).toBe("InvalidAction");
  });
});

describe("no capacity", () => {
  test("is a server error, which the SDK asks again before it tells", async () => {
    const { adapter, truth, counted } = await open({ capacity: () => 0 });
    const done = await truth.during(0, () => adapter.launcher.launch(aLaunch()));
    expect(done).toEqual({ kind: "no-capacity", error: "InsufficientInstanceCapacity" });
    expect(truth.calls().RunInstances).toBe(2);
    expect(counted).toEqual([]);
  });
});

describe("a Spot instance", () => {
  const spot = aLaunch({ template: aTemplate({ market: "spot", os: "linux" }) });

  test("ends with its request cancelled", async () => {
    const { client, adapter, launched, truth } = await open();
    const [id = ""] = await launched(1, spot);
    const states = async () => {
      const { SpotInstanceRequests = [] } = await client.send(new DescribeSpotInstanceRequestsCommand({}));
      return SpotInstanceRequests.map(({ InstanceId, State }) => `${InstanceId} ${State}`);
    };
    expect(await states()).toEqual([`${id} active`]);
    expect(await truth.during(0, () => adapter.power.terminate(id, { spot: true }))).toEqual({ kind: "asked" });
    expect(await states()).toEqual([`${id} cancelled`]);
  });
});

test("of several templates with one image, an instance has what its tag names, else the newest", async () => {
  const older = aTemplate({ version: 2 });
  const { launched, truth } = await open({ templates: [older, aTemplate()] });
  const tags = { "greenroom:pool": "win-build" };
  const of = async (token: string, more: Record<string, string>) => {
    const [id = ""] = await launched(1, aLaunch({ intent: anIntent({ token, count: 1 }), tags: { ...tags, ...more } }));
    return truth.machines.get(id)?.template.version;
  };
  expect(await of("one", { "greenroom:template": "windows-2022-build@2" })).toBe(2);
  expect(await of("two", {})).toBe(3);
  expect(truth.scheduler.now()).toBeGreaterThan(EPOCH);
});
