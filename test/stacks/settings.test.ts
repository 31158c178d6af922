import { describe, expect, it } from "vitest";
import { settingsOf } from "../../stacks/settings.ts";

const REGION = { GREENROOM_REGION: "eu-west-1" };

it("takes a region and nothing else", () =>
  expect(settingsOf("try", REGION)).toEqual({
    prefix: "greenroom-try",
    stage: "try",
    isProtected: false,
    region: "eu-west-1",
    logDays: 30,
    archiveDays: 90,
    reservedConcurrency: {},
    launch: {
      pools: ["*"],
      subnets: ["*"],
      securityGroups: ["*"],
      images: ["*"],
      instanceRoles: [],
      hostedZones: [],
      names: ["*"],
    },
    topicFifo: false,
  }));

it.each(["us-gov-west-1", "cn-north-1", "eusc-de-east-1", "ap-southeast-4"])(
  "takes %s, of whatever partition",
  (region) => expect(settingsOf("try", { GREENROOM_REGION: region })).toMatchObject({ region }),
);

it("protects production", () => expect(settingsOf("production", REGION).isProtected).toBe(true));

it("reads lists, pairs and numbers", () =>
  expect(
    settingsOf("try", {
      ...REGION,
      GREENROOM_RESERVED_CONCURRENCY: "api=20, notify=5",
      GREENROOM_LOG_DAYS: "7",
      GREENROOM_VPC_SUBNETS: "subnet-1,subnet-2",
      GREENROOM_VPC_SECURITY_GROUPS: "sg-1",
      GREENROOM_TOPIC_FIFO: "true",
    }),
  ).toMatchObject({
    reservedConcurrency: { api: 20, notify: 5 },
    logDays: 7,
    vpc: { subnets: ["subnet-1", "subnet-2"], securityGroups: ["sg-1"] },
    topicFifo: true,
  }));

it("takes what is empty for not set", () =>
  expect(settingsOf("try", { ...REGION, GREENROOM_ALARM_EMAIL: "" }).alarmEmail).toBeUndefined());

describe("says what is wrong, with the variable, its value and what it must be", () => {
  it.each([
    ["no region", {}, /GREENROOM_REGION is "not set": must name the region/],
    ["no such region", { GREENROOM_REGION: "Ireland" }, /GREENROOM_REGION is "Ireland": must be a region/],
    ["no address", { ...REGION, GREENROOM_ALARM_EMAIL: "ops" }, /GREENROOM_ALARM_EMAIL is "ops": must be an e-mail/],
    [
      "days that CloudWatch does not know",
      { ...REGION, GREENROOM_LOG_DAYS: "31" },
      /GREENROOM_LOG_DAYS is "31": must be one of/,
    ],
    ["no number", { ...REGION, GREENROOM_LOG_DAYS: "x" }, /GREENROOM_LOG_DAYS is "x": must be a whole number/],
    [
      "no pair",
      { ...REGION, GREENROOM_RESERVED_CONCURRENCY: "20" },
      /GREENROOM_RESERVED_CONCURRENCY is "20": must be pairs/,
    ],
    ["a function that is not there", { ...REGION, GREENROOM_RESERVED_CONCURRENCY: "apj=2" }, /apj/],
    ["half a VPC", { ...REGION, GREENROOM_VPC_SUBNETS: "subnet-1" }, /set both, or neither/],
    [
      "a role that is none",
      { ...REGION, GREENROOM_INSTANCE_ROLES: "agent" },
      /GREENROOM_INSTANCE_ROLES is "agent": must be ARNs/,
    ],
    ["a pattern that opens a policy", { ...REGION, GREENROOM_POOLS: "a/b" }, /GREENROOM_POOLS/],
  ])("%s", (_, given, message) => expect(() => settingsOf("try", given)).toThrow(message));

  it.each(["Prod", "a-stage-that-is-much-too-long", ""])("the stage %j", (stage) =>
    expect(() => settingsOf(stage, REGION)).toThrow(/the stage/),
  );

  it("all of it at once", () =>
    expect(() => settingsOf("try", { GREENROOM_REGION: "x", GREENROOM_LOG_DAYS: "31" })).toThrow(/REGION.*LOG_DAYS/s));
});
