import { describe, expect, test } from "vitest";
import { matches, type Pattern } from "../../../../local/wire/events/pattern.ts";
import { InvalidPattern } from "../../../../local/wire/events/pattern-tests.ts";

const DISKS = [
  { size: 1, type: "gp3" },
  { size: 2, type: "io2" },
];
const EVENT = {
  source: "aws.ec2",
  "detail-type": "EC2 Instance State-change Notification",
  resources: ["arn:one", "arn:two"],
  detail: { state: "running", size: 12, none: null, spot: false, nested: { deep: "Yes" }, empty: "", disks: DISKS },
};

const choices = (field: string, count: number) => Array.from({ length: count }, (_, nth) => ({ [field]: [nth] }));

describe("a pattern", () => {
  test.each<[Pattern, boolean]>([
    [{ source: ["aws.ec2"] }, true],
    [{ source: ["aws.ssm", "aws.ec2"] }, true],
    [{ source: ["aws.ssm"] }, false],
    [{ source: ["aws.ec2"], "detail-type": ["another"] }, false],
    [{ resources: ["arn:two"] }, true],
    [{ resources: ["arn:three"] }, false],
    [{ detail: { state: ["running", "stopped"] } }, true],
    [{ detail: { nested: { deep: ["Yes"] } } }, true],
    [{ detail: { absent: { deep: ["Yes"] } } }, false],
    [{ detail: { none: [null] } }, true],
    [{ detail: { absent: [null] } }, false],
    [{ detail: { spot: [false] } }, true],
    [{ detail: { size: [12] } }, true],
    [{ detail: { size: ["12"] } }, false],
    [{ source: [{ prefix: "aws." }] }, true],
    [{ source: [{ suffix: ".ec2" }] }, true],
    [{ source: [{ prefix: "ec2" }] }, false],
    [{ detail: { nested: { deep: [{ "equals-ignore-case": "yES" }] } } }, true],
    [{ detail: { state: [{ "anything-but": "stopped" }] } }, true],
    [{ detail: { state: [{ "anything-but": ["stopped", "running"] }] } }, false],
    [{ detail: { state: [{ "anything-but": { prefix: "run" } }] } }, false],
    [{ detail: { absent: [{ "anything-but": "x" }] } }, false],
    [{ "replay-name": [{ exists: true }] }, false],
    [{ "replay-name": [{ exists: false }] }, true],
    [{ detail: { empty: [{ exists: true }] } }, true],
    [{ detail: { nested: [{ exists: true }] } }, false],
    [{ detail: { size: [{ numeric: [">", 10, "<=", 12] }] } }, true],
    [{ detail: { size: [{ numeric: ["<", 12] }] } }, false],
    [{ detail: { state: [{ numeric: ["=", 12] }] } }, false],
    [{ $or: [{ source: ["aws.ssm"] }, { detail: { size: [12] } }] }, true],
    [{ source: ["aws.ssm"], $or: [{ source: ["aws.ec2"] }, { detail: { size: [12] } }] }, true],
    [{ $or: [{ source: ["aws.ec2"] }, { detail: { size: [12] } }], source: ["aws.ssm"] }, false],
    [{ detail: { disks: { size: [1], type: ["gp3"] } } }, true],
    [{ detail: { disks: { size: [2], type: ["gp3"] } } }, false],
    [{ detail: { disks: { size: [2], type: [{ "anything-but": "gp3" }] } } }, true],
  ])("%j wants the event: %s", (pattern, wants) => expect(matches(pattern, EVENT)).toBe(wants));

  test.each<[unknown, string]>([
    [{}, "Empty pattern"],
    [{ source: "aws.ec2" }, "source"],
    [{ source: [] }, "source"],
    [{ detail: { state: [{ wild: "x" }] } }, "detail.state"],
    [{ source: [{ prefix: 1 }] }, "source"],
    [{ detail: { size: [{ numeric: [">"] }] } }, "detail.size"],
    [{ detail: { size: [{ numeric: ["~", 1] }] } }, "detail.size"],
    [{ $or: [{ source: ["one"] }] }, "$or"],
    [{ source: [{ wildcard: "aws.*" }] }, "wildcard at source"],
    [{ source: [{ cidr: "10.0.0.0/24" }] }, "cidr at source"],
    [{ source: [{ prefix: { "equals-ignore-case": "AWS" } }] }, "source"],
    [{ $or: choices("a", 40), detail: { $or: choices("b", 40) } } as never, "$or makes more than 1000 combinations"],
  ])("%j is none, and says where", (pattern, where) => {
    const match = () => matches(pattern as Pattern, EVENT);
    expect(match).toThrow(InvalidPattern);
    expect(match).toThrow(where);
  });
});
