import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { ec2InstanceStateChange } from "../../events/aws/ec2-instance-state-change.v0.ts";
import { CONTRACTS } from "../../events/contracts.ts";
import { schemaFile, schemaOf } from "../../events/schema.ts";

const FOLDER = "events/schemas";
const committed = (name: string): unknown => JSON.parse(readFileSync(`${FOLDER}/${name}`, "utf8"));

describe("the schema of a contract", () => {
  it.each(CONTRACTS)("$detailType v$version is the committed one: a changed contract is a new version", (contract) => {
    expect(committed(schemaFile(contract))).toEqual(JSON.parse(JSON.stringify(schemaOf(contract))));
  });

  it("is in a file named after it", () => {
    expect(schemaFile(ec2InstanceStateChange)).toBe("ec2-instance-state-change-notification.v0.json");
    expect(readdirSync(FOLDER).toSorted()).toEqual(CONTRACTS.map(schemaFile).toSorted());
  });

  it("says what it is about, and takes what the contract takes", () => {
    const schema = schemaOf(ec2InstanceStateChange);
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "EC2 Instance State-change Notification v0",
      description: expect.stringMatching(/ Source: aws\.ec2\.$/),
    });
    const again = z.fromJSONSchema(JSON.parse(JSON.stringify(schema)));
    expect(again.safeParse({ "instance-id": "i-0a1b2c3d", state: "running", more: 1 }).success).toBe(true);
    expect(again.safeParse({ "instance-id": "i-0a1b2c3d", state: "rebooting" }).success).toBe(false);
  });
});
