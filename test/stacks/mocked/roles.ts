import { describe, expect, it } from "vitest";
import { IAM } from "../../../core/model/aws-behaviour.ts";
import { FUNCTIONS } from "../../../functions/shared/manifest/functions.ts";
import { ACCOUNT_BOUNDARY, json, longest, type Plane, type Statement } from "./plane.ts";

/** What roles may do, and who may take them. */
export function holdRoles(plane: Plane): void {
  it("takes no role from SST's managed policies, and trusts nobody but the service that runs it", () => {
    const roles = plane.made().ofType("aws:iam/role:Role");
    expect(roles.length).toBe(FUNCTIONS.length + 2);
    for (const { name, inputs } of roles) {
      expect(inputs.managedPolicyArns ?? [], name).toEqual([]);
      expect(inputs.permissionsBoundary, name).toBe(ACCOUNT_BOUNDARY);
      expect(JSON.stringify(inputs.assumeRolePolicy), name).not.toContain(":root");
    }
  });

  it("allows no action of all, and names its resources wherever AWS knows any", () => {
    for (const { name, inputs } of plane.made().ofType("aws:iam/role:Role")) {
      const [{ policy }] = inputs.inlinePolicies as [{ policy: string }];
      for (const { Action, Resource } of json(policy).Statement as Statement[]) {
        for (const action of [Action].flat()) expect(action, name).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/);
        if ([Resource].flat().includes("*"))
          expect(
            [Action].flat().every((action) => /:(Describe|List)/.test(action)),
            `${name}: ${Action}`,
          ).toBe(true);
      }
    }
  });

  it("lets EventBridge Scheduler take its role for the plane's group of schedules alone", () =>
    expect(json(plane.made().one("aws:iam/role:Role", "SchedulesRole").inputs.assumeRolePolicy).Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          ArnEquals: { "aws:SourceArn": "arn:aws:scheduler:eu-west-1:123456789012:schedule-group/greenroom-try" },
        },
      },
    ]));

  it("writes no policy that is too long for a role, in the longest of stages and regions", () => {
    for (const { name, inputs } of plane.made().ofType("aws:iam/role:Role")) {
      const [{ policy }] = inputs.inlinePolicies as [{ policy: string }];
      expect(longest(policy).length, name).toBeLessThanOrEqual(IAM.rolePolicyCharactersMax);
    }
  });

  describe("EC2", () => {
    const statements = (): readonly Statement[] =>
      json(
        (plane.made().one("aws:iam/role:Role", "PerformActionRole").inputs.inlinePolicies as [{ policy: string }])[0]
          .policy,
      ).Statement;
    const of = (action: string) => statements().filter((each) => [each.Action].flat().includes(action));

    it.each(["StartInstances", "StopInstances", "TerminateInstances", "ModifyInstanceAttribute"])(
      "%s is for instances that carry the tag of one of our pools",
      (action) => {
        const [only, ...more] = of(`ec2:${action}`);
        expect(more).toEqual([]);
        expect(only?.Condition?.StringLike).toEqual({ "aws:ResourceTag/greenroom:pool": ["win-*"] });
      },
    );

    it("RunInstances makes only what carries the tag from its launch on", () => {
      const made = of("ec2:RunInstances").flatMap(({ Resource, Condition }) =>
        [Resource]
          .flat()
          .filter((arn) => /:(instance|volume|spot-instances-request)\/\*$/.test(arn))
          .map(() => Condition),
      );
      expect(made).toHaveLength(3);
      for (const condition of made)
        expect(condition?.StringLike).toEqual({ "aws:RequestTag/greenroom:pool": ["win-*"] });
    });

    it("RunInstances is for the subnets that the settings name", () => {
      const resources = of("ec2:RunInstances").flatMap(({ Resource }) => [Resource].flat());
      expect(resources.filter((arn) => arn.includes(":subnet/"))).toEqual([
        "arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-a",
        "arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-b",
      ]);
    });

    it("PassRole is for the roles of the pools' profiles, and for EC2", () =>
      expect(of("iam:PassRole")).toEqual([
        {
          Effect: "Allow",
          Action: ["iam:PassRole"],
          Resource: ["arn:aws:iam::123456789012:role/build-agent"],
          Condition: { StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com"] } },
        },
      ]));

    it("CreateTags never moves an instance to another pool", () =>
      expect(of("ec2:CreateTags").map(({ Condition }) => Object.keys(Condition ?? {}).sort())).toEqual([
        ["StringEquals", "StringLike"],
        ["ForAllValues:StringNotEquals", "StringLike"],
      ]));
  });
}
