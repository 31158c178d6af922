import {
  AssociateAddressCommand,
  AssociateIamInstanceProfileCommand,
  AttachNetworkInterfaceCommand,
  CancelSpotInstanceRequestsCommand,
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeAddressesCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSpotInstanceRequestsCommand,
  DescribeVolumesCommand,
  DisassociateIamInstanceProfileCommand,
  EC2Client,
  GetConsoleOutputCommand,
  ModifyInstanceAttributeCommand,
  ModifyVolumeCommand,
  ReplaceIamInstanceProfileAssociationCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import type { NormalizedSchema } from "@smithy/core/schema";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { type Door, openDoor } from "../../../../local/wire/door.ts";
import { ACTIONS, type ActionName, codecOf, schemasOf } from "../../../../local/wire/ec2/codec.ts";
import { REGION } from "../../../builders.ts";

/** Structures within structures that are made up, and entries of a list. */
const DEPTH_MAX = 4;
const ENTRIES_MAX = 3;
const RUNS = 40;

const text = fc.string({
  unit: fc.constantFrom("a", "Z", "0", "é", "✓", "&", "<", ">", '"', "'", "=", " x", "a\rb", "a\nb"),
  minLength: 1,
});
const seconds = fc.integer({ min: 0, max: 2_000_000_000 }).map((each) => new Date(each * 1_000));

/** Anything that a schema allows. */
function anyOf(schema: NormalizedSchema, depth = 0): fc.Arbitrary<unknown> {
  if (schema.isStructSchema()) return structureOf(schema, depth);
  if (schema.isListSchema())
    return fc.array(anyOf(schema.getValueSchema(), depth + 1), { minLength: 1, maxLength: ENTRIES_MAX });
  if (schema.isBooleanSchema()) return fc.boolean();
  if (schema.isNumericSchema()) return fc.integer();
  if (schema.isTimestampSchema()) return seconds;
  return schema.isBlobSchema() ? fc.uint8Array({ minLength: 1, maxLength: 8 }) : text;
}

function structureOf(schema: NormalizedSchema, depth: number): fc.Arbitrary<object> {
  const isDeep = (member: NormalizedSchema) => member.isStructSchema() || member.isListSchema();
  const fields = [...schema.structIterator()].filter(([, member]) => depth < DEPTH_MAX || !isDeep(member));
  const some = Object.fromEntries(
    fields.map(([name, member]) => [name, fc.option(anyOf(member, depth + 1), { nil: undefined, freq: 1 })]),
  );
  return fc
    .record(some)
    .map(withoutGaps)
    .filter((made) => depth === 0 || Object.keys(made).length > 0);
}

const withoutGaps = (made: object): object =>
  Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined));

const COMMANDS: Readonly<Record<ActionName, unknown>> = {
  DescribeNetworkInterfaces: DescribeNetworkInterfacesCommand,
  AssociateAddress: AssociateAddressCommand,
  AssociateIamInstanceProfile: AssociateIamInstanceProfileCommand,
  AttachNetworkInterface: AttachNetworkInterfaceCommand,
  DeleteTags: DeleteTagsCommand,
  DescribeAddresses: DescribeAddressesCommand,
  DescribeIamInstanceProfileAssociations: DescribeIamInstanceProfileAssociationsCommand,
  DescribeVolumes: DescribeVolumesCommand,
  DisassociateIamInstanceProfile: DisassociateIamInstanceProfileCommand,
  ModifyVolume: ModifyVolumeCommand,
  ReplaceIamInstanceProfileAssociation: ReplaceIamInstanceProfileAssociationCommand,
  CancelSpotInstanceRequests: CancelSpotInstanceRequestsCommand,
  CreateTags: CreateTagsCommand,
  DescribeInstances: DescribeInstancesCommand,
  DescribeSpotInstanceRequests: DescribeSpotInstanceRequestsCommand,
  GetConsoleOutput: GetConsoleOutputCommand,
  ModifyInstanceAttribute: ModifyInstanceAttributeCommand,
  RunInstances: RunInstancesCommand,
  StartInstances: StartInstancesCommand,
  StopInstances: StopInstancesCommand,
  TerminateInstances: TerminateInstancesCommand,
};

const doors: Door[] = [];
afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
});

/** The SDK's client in front of a codec: what the SDK wrote of an input, and what it reads of an answer. */
async function sdkTo(action: ActionName) {
  const codec = codecOf(action);
  let answer: object = {};
  let read: object = {};
  const door = await openDoor(async ({ body }) => {
    read = codec.read(new URLSearchParams(body));
    return { status: 200, type: "text/xml", body: codec.write(answer, "a-request") };
  });
  doors.push(door);
  const client = new EC2Client({
    region: REGION,
    endpoint: door.url,
    credentials: { accessKeyId: "nobody", secretAccessKey: "nothing" },
  });
  const Command = COMMANDS[action] as new (input: object) => Parameters<typeof client.send>[0];
  return async (input: object, output: object) => {
    answer = output;
    const { $metadata: _, ...answered } = await client.send(new Command(input));
    return { read, answered };
  };
}

describe("always", () => {
  test.each(ACTIONS)(
    "%s: what the SDK writes is read as it was given, and what is written the SDK reads so",
    async (action) => {
      const { asked: input, answered: output } = schemasOf(action);
      const through = await sdkTo(action);
      const answers = output.isStructSchema() ? structureOf(output, 0) : fc.constant({});
      await fc.assert(
        fc.asyncProperty(structureOf(input, 0), answers, async (asked, told) => {
          const given = { ...("ClientToken" in input.getMemberSchemas() && { ClientToken: "a-token" }), ...asked };
          const { read, answered } = await through(given, told);
          expect(read).toEqual(given);
          expect(answered).toEqual(told);
        }),
        { numRuns: RUNS, seed: 1 },
      );
    },
  );
});

describe("a form", () => {
  const form = (text: string) => new URLSearchParams(text);
  test("is read by EC2's own names", () => {
    const read = codecOf("RunInstances").read(
      form(
        "Action=RunInstances&Version=2016-11-15&MinCount=1&TagSpecification.1.Tag.2.Key=b&TagSpecification.1.Tag.1.Key=a&IamInstanceProfile.Name=p",
      ),
    );
    expect(read).toEqual({
      MinCount: 1,
      TagSpecifications: [{ Tags: [{ Key: "a" }, { Key: "b" }] }],
      IamInstanceProfile: { Name: "p" },
    });
  });

  test.each([
    ["Colour=red", "UnknownParameter", "Colour"],
    ["MetadataOptions.Colour=red", "UnknownParameter", "MetadataOptions.Colour"],
    ["TagSpecification.first.ResourceType=x", "UnknownParameter", "TagSpecification.first"],
    ["MinCount.1=2", "UnknownParameter", "MinCount"],
    ["MinCount=some", "InvalidParameterValue", "MinCount"],
    ["DryRun=yes", "InvalidParameterValue", "DryRun"],
  ])("that says %s is refused: %s of %s", (said, code, field) => {
    const read = () => codecOf("RunInstances").read(form(said));
    expect(read).toThrow(expect.objectContaining({ code, message: expect.stringContaining(field) }));
  });
});
