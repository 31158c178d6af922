import {
  AssociateIamInstanceProfileCommand,
  CreateTagsCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  ModifyInstanceAttributeCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import { ID, refusal, room } from "./room.ts";

describe("fitting an instance", () => {
  test("changes its type, and nothing else in the same call", async () => {
    const { client, modifications } = room();
    client.on(ModifyInstanceAttributeCommand).resolves({});
    expect(await modifications.retype(ID, "m5.xlarge")).toEqual({ kind: "asked" });
    const inputs = client.calls().map(({ args }) => args[0].input);
    expect(inputs).toEqual([{ InstanceId: ID, InstanceType: { Value: "m5.xlarge" } }]);
  });

  test("tags it", async () => {
    const { client, modifications } = room();
    client.on(CreateTagsCommand).resolves({});
    expect(await modifications.tag(ID, { job: "1", branch: "" })).toEqual({ kind: "asked" });
    const Tags = [
      { Key: "job", Value: "1" },
      { Key: "branch", Value: "" },
    ];
    expect(client.calls().map(({ args }) => args[0].input)).toEqual([{ Resources: [ID], Tags }]);
  });

  test("asks EC2 nothing for no tags, which EC2 would take for a mistake", async () => {
    const { client, modifications } = room();
    expect(await modifications.tag(ID, {})).toEqual({ kind: "asked" });
    expect(client.calls()).toHaveLength(0);
  });
});

describe("a profile", () => {
  const changing = async (has: { profile?: string; state: "running" | "stopped" }, found = "iip-assoc-1") => {
    const { client, modifications } = room();
    client.on(DescribeIamInstanceProfileAssociationsCommand).resolves({
      IamInstanceProfileAssociations: found === "" ? [] : [{ AssociationId: found }],
    });
    const answer = await modifications.reprofile(ID, "team-build", has);
    return [answer.kind, ...client.calls().map(({ args }) => args[0].constructor.name.replace("Command", ""))];
  };
  const other = "arn:aws:iam::111122223333:instance-profile/other";
  test.each([
    ["is one call where there is none", { state: "stopped" }, ["AssociateIamInstanceProfile"]],
    ["is none where it is so already", { state: "stopped", profile: `${other}/team-build` }, []],
    [
      "is replaced while the instance runs",
      { state: "running", profile: other },
      ["DescribeIamInstanceProfileAssociations", "ReplaceIamInstanceProfileAssociation"],
    ],
    [
      "is taken off first while it is stopped",
      { state: "stopped", profile: other },
      ["DescribeIamInstanceProfileAssociations", "DisassociateIamInstanceProfile", "AssociateIamInstanceProfile"],
    ],
  ] as const)("%s", async (_, has, calls) => expect(await changing(has)).toEqual(["asked", ...calls]));

  test("that was taken off by somebody who died then is put on all the same", async () =>
    expect(await changing({ state: "stopped", profile: other }, "")).toEqual([
      "asked",
      "DescribeIamInstanceProfileAssociations",
      "AssociateIamInstanceProfile",
    ]));

  test("that is not there leaves the instance the one it had", async () => {
    const { client, modifications } = room();
    client
      .on(DescribeIamInstanceProfileAssociationsCommand)
      .resolves({ IamInstanceProfileAssociations: [{ AssociationId: "iip-assoc-1" }] });
    client.on(AssociateIamInstanceProfileCommand).resolves({});
    client
      .on(AssociateIamInstanceProfileCommand, { IamInstanceProfile: { Name: "none" } })
      .rejects(refusal("InvalidParameterValue"));
    const mistaken = { kind: "mistaken", error: "InvalidParameterValue" };
    expect(await modifications.reprofile(ID, "none", { state: "stopped", profile: other })).toEqual(mistaken);
    expect(client.calls().at(-1)?.args[0].input).toEqual({ InstanceId: ID, IamInstanceProfile: { Arn: other } });
  });
});
