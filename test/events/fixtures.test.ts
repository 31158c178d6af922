import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { awsHealthEvent } from "../../events/aws/aws-health-event.v0.ts";
import { ec2InstanceStateChange } from "../../events/aws/ec2-instance-state-change.v0.ts";
import { ec2RebalanceRecommendation } from "../../events/aws/ec2-rebalance-recommendation.v0.ts";
import { ec2SpotInterruption } from "../../events/aws/ec2-spot-interruption.v0.ts";
import { planTick } from "../../events/commands/plan-tick.v1.ts";
import { type Contract, OWN_SOURCE, read } from "../../events/contract.ts";
import { CONTRACTS } from "../../events/contracts.ts";
import { EPOCH } from "../builders.ts";

const FOLDER = "events/fixtures";
const text = (name: string): string => readFileSync(`${FOLDER}/${name}`, "utf8");
const ID = "i-0a1b2c3d4e5f60718";

/** File, contract, and what is heard of it. */
const HEARD: readonly (readonly [string, Contract, object])[] = [
  [
    "ec2-instance-state-change.as-in-the-guide.json",
    ec2InstanceStateChange,
    {
      id: "3f9b1c52-6d0e-4a7b-9c41-5d2f8e7a1b60",
      at: EPOCH,
      region: "eu-west-1",
      replay: undefined,
      detail: { "instance-id": ID, state: "pending" },
    },
  ],
  [
    "ec2-instance-state-change.replayed.json",
    ec2InstanceStateChange,
    { at: EPOCH + 7_000, replay: "after-the-outage", detail: { "instance-id": "i-0a1b2c3d", state: "terminated" } },
  ],
  [
    "ec2-spot-interruption.json",
    ec2SpotInterruption,
    { detail: { "instance-id": ID, "instance-action": "terminate" } },
  ],
  ["ec2-rebalance-recommendation.json", ec2RebalanceRecommendation, { detail: { "instance-id": ID } }],
  [
    "aws-health-event.instance-retirement.json",
    awsHealthEvent,
    {
      detail: {
        eventTypeCode: "AWS_EC2_PERSISTENT_INSTANCE_RETIREMENT_SCHEDULED",
        affectedEntities: [{ entityValue: ID }],
      },
    },
  ],
  ["plan-tick.json", planTick, { at: EPOCH + 180_000, detail: { version: 1 } }],
];

const isOurs = ({ source }: Contract): boolean => source === OWN_SOURCE;

describe("a message as it arrives", () => {
  it.each(HEARD)("%s is heard", (name, contract, event) => {
    expect(read(contract, text(name))).toMatchObject({ kind: "heard", event });
  });

  it.each(HEARD)("%s is nothing that another contract is about", (name, contract) => {
    for (const other of CONTRACTS.filter((each) => each !== contract))
      expect(read(other, text(name)).kind).toBe(
        contract.source === other.source && isOurs(other) ? "unsupported" : "unknown",
      );
  });

  it("without a contract is identified by what it calls itself", () => {
    const name = "unmanaged.ec2-ami-state-change.json";
    for (const contract of CONTRACTS)
      expect(read(contract, text(name))).toEqual({ kind: "unknown", key: "aws.ec2/EC2 AMI State Change/v0" });
  });
});

describe("the fixtures", () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

  it("are all read here", () => {
    const tested = [...HEARD.map(([name]) => name), "unmanaged.ec2-ami-state-change.json"];
    expect(files.toSorted()).toEqual(tested.toSorted());
  });

  it("each have a line that says from where", () => {
    const readme = text("README.md");
    for (const name of files) expect(readme).toContain(`| \`${name}\` | `);
  });

  it("have one for each thing that AWS says", () => {
    for (const contract of CONTRACTS.filter(({ source }) => source.startsWith("aws.")))
      expect(HEARD.map(([, heard]) => heard)).toContain(contract);
  });
});
