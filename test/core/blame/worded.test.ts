import { describe, expect, it } from "vitest";
import { worded } from "../../../core/blame/worded.ts";
import { BLAME_TEXT_MAX } from "../../../core/model/blame-limits.ts";

describe("a sentence", () => {
  it("names what the plane knows", () =>
    expect(
      worded(
        "{type} in {az} from {image} of {template}",
        { type: "m5.large", az: "a", image: "ami-1", template: "t@1" },
        {},
      ),
    ).toBe("m5.large in a from ami-1 of t@1"));

  it("says in general terms what nobody knows", () =>
    expect(worded("{type} in {az}, {region}: {text}", {}, {})).toBe(
      "the instance type in the zone, the region: EC2 gives no details",
    ));

  it("names the action by the call, where EC2's text does not", () =>
    expect(worded("allow {role} {action}{scp}", {}, { call: "StartInstances" })).toBe(
      "allow the plane's role ec2:StartInstances",
    ));

  it("names the action, the role and the policy as EC2's text does", () => {
    const text =
      "User: arn:aws:sts::111122223333:assumed-role/plane-perform/i is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/build with an explicit deny in an identity-based policy";
    expect(worded("allow {role} {action}{scp}", {}, { call: "RunInstances", text })).toBe(
      "allow role plane-perform iam:PassRole, which an explicit deny in a policy forbids (identity-based policy)",
    );
  });

  it("names the key that EC2's text names, in any partition", () => {
    const key = "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/12345678-aaaa";
    expect(worded("enable {key}", {}, { text: `The key ${key} is disabled` })).toBe(`enable ${key}`);
  });

  it("repeats a bounded part of EC2's text", () =>
    expect(worded("{text}", {}, { text: "x".repeat(BLAME_TEXT_MAX + 1) })).toHaveLength(BLAME_TEXT_MAX));
});
