import { beforeAll, describe, expect, it } from "vitest";
import { isInstalled, type Synth, synth } from "./harness.ts";

/** With every setting that changes what is made. */
describe.skipIf(!isInstalled())("a protected stage, in a VPC, with a topic that keeps order", () => {
  let made: Synth;
  beforeAll(async () => {
    made = await synth("production", {
      GREENROOM_REGION: "eu-west-1",
      GREENROOM_ALARM_EMAIL: "ops@example.com",
      GREENROOM_VPC_SUBNETS: "subnet-1,subnet-2",
      GREENROOM_VPC_SECURITY_GROUPS: "sg-1",
      GREENROOM_TOPIC_FIFO: "true",
      GREENROOM_LOG_DAYS: "7",
      GREENROOM_ARCHIVE_DAYS: "365",
    });
  }, 120_000);

  it("is protected", () => expect(made.app).toMatchObject({ protect: true, removal: "retain" }));

  it("keeps its table from deletion", () =>
    expect(made.one("aws:dynamodb/table:Table").inputs).toMatchObject({ deletionProtectionEnabled: true }));

  it("mails alarms to whom the settings name", () =>
    expect(made.one("aws:sns/topicSubscription:TopicSubscription", "AlertsByMail").inputs).toMatchObject({
      protocol: "email",
      endpoint: "ops@example.com",
    }));

  it("keeps logs and the archive as long as the settings say", () => {
    for (const { name, inputs } of made.ofType("aws:cloudwatch/logGroup:LogGroup"))
      expect(inputs.retentionInDays, name).toBe(7);
    expect(made.one("aws:cloudwatch/eventArchive:EventArchive").inputs.retentionDays).toBe(365);
  });

  it("runs its functions in the VPC, with the one managed policy that this takes", () => {
    for (const { name, inputs } of made.ofType("aws:lambda/function:Function"))
      expect(inputs.vpcConfig, name).toEqual({ subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] });
    for (const { name, inputs } of made.ofType("aws:iam/role:Role"))
      expect([[], ["arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"]], name).toContainEqual(
        inputs.managedPolicyArns ?? [],
      );
  });

  it("feeds no function from the topic, which SNS would refuse", () => {
    expect(made.one("aws:sns/topic:Topic", "NoticesTopic").inputs).toMatchObject({
      name: "greenroom-production-notices.fifo",
      fifoTopic: true,
    });
    const protocols = made.ofType("aws:sns/topicSubscription:TopicSubscription").map(({ inputs }) => inputs.protocol);
    expect(protocols.sort()).toEqual(["email", "sqs"]);
  });

  it("passes no role on, for the settings name none", () => {
    const [{ policy }] = made.one("aws:iam/role:Role", "PerformActionRole").inputs.inlinePolicies as [
      { policy: string },
    ];
    expect(policy).toContain("ec2:RunInstances");
    expect(policy).not.toContain("iam:PassRole");
  });
});
