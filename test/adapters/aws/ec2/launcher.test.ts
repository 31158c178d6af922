import { type Instance, RunInstancesCommand, type RunInstancesCommandInput } from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import { runInstancesInput } from "../../../../adapters/aws/ec2/launcher.ts";
import type { Intent } from "../../../../core/model/ledger.ts";
import type { Template } from "../../../../core/model/template.ts";
import { TIERS } from "../../../../events/tiers.ts";
import { anIntent, aTemplate, EPOCH, IMAGE, instanceNo, REGION } from "../../../builders.ts";
import { room } from "./room.ts";

const TAGS = { team: "build", "greenroom:pool": "win-build", "greenroom:template": "windows-2022-build@3" };

const answered = (changes: Partial<Instance> = {}): Instance => ({
  InstanceId: instanceNo(1),
  State: { Code: 0, Name: "pending" },
  Placement: { AvailabilityZone: `${REGION}a` },
  InstanceType: "m6i.xlarge",
  ImageId: IMAGE,
  PrivateIpAddress: "10.0.1.17",
  Tags: [{ Key: "greenroom:pool", Value: "win-build" }],
  ...changes,
});

async function asked(intent: Partial<Intent>, template: Partial<Template>): Promise<RunInstancesCommandInput> {
  const { client, launcher } = room();
  client.on(RunInstancesCommand).resolves({ Instances: [] });
  await launcher.launch({ intent: anIntent(intent), template: aTemplate(template), tags: TAGS });
  return client.commandCalls(RunInstancesCommand)[0]!.args[0].input;
}

describe("a launch", () => {
  test("asks for exactly what the intent and the template say", async () => {
    const tags = [
      { Key: "team", Value: "build" },
      { Key: "greenroom:pool", Value: "win-build" },
      { Key: "greenroom:template", Value: "windows-2022-build@3" },
    ];
    expect(await asked({}, {})).toEqual({
      ClientToken: anIntent().token,
      MinCount: 1,
      MaxCount: 2,
      ImageId: IMAGE,
      InstanceType: "m6i.xlarge",
      SubnetId: "subnet-0aaa0000000000001",
      SecurityGroupIds: ["sg-0123456789abcdef0"],
      IamInstanceProfile: { Name: "greenroom-build" },
      UserData: "PHBvd2Vyc2hlbGw+U3RhcnQtU2VydmljZSBHcmVlbnJvb21BZ2VudDwvcG93ZXJzaGVsbD4=",
      MetadataOptions: { HttpTokens: "required", HttpEndpoint: "enabled", InstanceMetadataTags: "enabled" },
      TagSpecifications: [
        { ResourceType: "instance", Tags: tags },
        { ResourceType: "volume", Tags: tags },
      ],
    });
  });

  test("tags the request of a Spot instance too, for its tag decides who may cancel it", async () => {
    const { TagSpecifications = [] } = await asked({}, { market: "spot" });
    expect(TagSpecifications.map(({ ResourceType }) => ResourceType)).toEqual([
      "instance",
      "volume",
      "spot-instances-request",
    ]);
    expect(new Set(TagSpecifications.map(({ Tags }) => JSON.stringify(Tags))).size).toBe(1);
  });

  test("leaves out what the template leaves out", async () => {
    const { instanceProfile: _profile, userData: _script, ...bare } = aTemplate();
    const { client, launcher } = room();
    client.on(RunInstancesCommand).resolves({});
    await launcher.launch({ intent: anIntent(), template: bare, tags: TAGS });
    const { input } = client.commandCalls(RunInstancesCommand)[0]!.args[0];
    expect(Object.keys(input)).not.toContain("IamInstanceProfile");
    expect(Object.keys(input)).not.toContain("UserData");
  });

  test("goes to the subnet of the intent's zone", async () => {
    expect((await asked({ az: `${REGION}b` }, {})).SubnetId).toBe("subnet-0bbb0000000000002");
  });

  test("is impossible in a zone the template has no subnet for, and EC2 is not asked", async () => {
    const { client, launcher } = room();
    const request = { intent: anIntent({ az: `${REGION}c` }), template: aTemplate(), tags: TAGS };
    expect(await launcher.launch(request)).toEqual({ kind: "impossible", error: "NoSubnet" });
    expect(client.calls()).toHaveLength(0);
  });

  test("keeps a boot script's every character", async () => {
    const { UserData } = await asked({}, { userData: "#!/bin/sh\necho 'grüße ✓'\n" });
    expect(Buffer.from(UserData ?? "", "base64").toString("utf8")).toBe("#!/bin/sh\necho 'grüße ✓'\n");
  });

  test("puts the launch token where the boot script says, and asks for the same with the same", async () => {
    const userData = "a {{greenroom-launch-token}} b {{greenroom-launch-token}}\n";
    const { UserData } = runInstancesInput(
      { intent: anIntent(), template: aTemplate({ userData }), tags: {}, seal: "$& sealed" },
      "subnet-1",
    );
    expect(Buffer.from(UserData ?? "", "base64").toString("utf8")).toBe("a $& sealed b $& sealed\n");
  });

  test("asks the same twice, so that EC2 takes the token for the same launch", async () => {
    expect(await asked({}, { market: "spot" })).toEqual(await asked({}, { market: "spot" }));
  });

  const ONE_TIME = { SpotInstanceType: "one-time" };
  const OPTIONS = {
    "on-demand running": { hibernation: undefined, market: undefined },
    "on-demand hibernated": { hibernation: { Configured: true }, market: undefined },
    "on-demand stopped": { hibernation: undefined, market: undefined },
    "spot running": { hibernation: undefined, market: ONE_TIME },
    "spot hibernated": {
      hibernation: { Configured: true },
      market: { SpotInstanceType: "persistent", InstanceInterruptionBehavior: "hibernate" },
    },
    "spot stopped": {
      hibernation: undefined,
      market: { SpotInstanceType: "persistent", InstanceInterruptionBehavior: "stop" },
    },
  };
  const KINDS = (["on-demand", "spot"] as const).flatMap((market) => TIERS.map((tier) => ({ market, tier })));

  test.each(KINDS)("for $market and tier $tier can wait that way", async ({ market, tier }) => {
    const { HibernationOptions, InstanceMarketOptions } = await asked({ tier }, { market });
    const expected = OPTIONS[`${market} ${tier}`];
    expect(HibernationOptions).toEqual(expected.hibernation);
    expect(InstanceMarketOptions).toEqual(expected.market && { MarketType: "spot", SpotOptions: expected.market });
  });
});

describe("what came of a launch", () => {
  test("is every instance, seen in whole seconds and dated by the asking", async () => {
    const { client, launcher, pass } = room();
    const second = answered({ InstanceId: instanceNo(2), PrivateIpAddress: undefined, Tags: undefined });
    client.on(RunInstancesCommand).callsFake(() => {
      pass(3_000);
      return { Instances: [answered(), second] };
    });
    const place = { observed: { state: "pending", at: EPOCH }, az: `${REGION}a`, type: "m6i.xlarge", imageId: IMAGE };
    expect(await launcher.launch({ intent: anIntent(), template: aTemplate(), tags: TAGS })).toEqual({
      kind: "launched",
      instances: [
        {
          ...place,
          id: instanceNo(1),
          privateIp: "10.0.1.17",
          securityGroups: [],
          tags: { "greenroom:pool": "win-build" },
        },
        { ...place, id: instanceNo(2), securityGroups: [], tags: {} },
      ],
    });
  });

  test.each([
    ["InstanceId", { InstanceId: undefined }],
    ["State", { State: undefined }],
    ["Placement", { Placement: undefined }],
    ["InstanceType", { InstanceType: undefined }],
    ["ImageId", { ImageId: undefined }],
  ])("is asked again when an instance comes without its %s", async (_field, missing) => {
    const { client, launcher } = room();
    client.on(RunInstancesCommand).resolves({ Instances: [answered(missing)] });
    const launch = launcher.launch({ intent: anIntent(), template: aTemplate(), tags: TAGS });
    await expect(launch).rejects.toMatchObject({ fate: "retryable", code: "IncompleteAnswer" });
  });
});
