import { CreateTagsCommand, ModifyInstanceAttributeCommand } from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import { ID, room } from "./room.ts";

describe("fitting an instance", () => {
  test("changes its type, and nothing else in the same call", async () => {
    const { client, fitting } = room();
    client.on(ModifyInstanceAttributeCommand).resolves({});
    expect(await fitting.retype(ID, "m5.xlarge")).toEqual({ kind: "asked" });
    const inputs = client.calls().map(({ args }) => args[0].input);
    expect(inputs).toEqual([{ InstanceId: ID, InstanceType: { Value: "m5.xlarge" } }]);
  });

  test("tags it", async () => {
    const { client, fitting } = room();
    client.on(CreateTagsCommand).resolves({});
    expect(await fitting.tag(ID, { job: "1", branch: "" })).toEqual({ kind: "asked" });
    const Tags = [
      { Key: "job", Value: "1" },
      { Key: "branch", Value: "" },
    ];
    expect(client.calls().map(({ args }) => args[0].input)).toEqual([{ Resources: [ID], Tags }]);
  });

  test("asks EC2 nothing for no tags, which EC2 would take for a mistake", async () => {
    const { client, fitting } = room();
    expect(await fitting.tag(ID, {})).toEqual({ kind: "asked" });
    expect(client.calls()).toHaveLength(0);
  });
});
