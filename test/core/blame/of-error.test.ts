import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { FailedCall } from "../../../core/blame/failed-call.ts";
import { blameForError } from "../../../core/blame/of-error.ts";
import { BREAKER_SCOPES } from "../../../core/model/blame/blame.ts";
import { ERROR_ROWS } from "../../../core/model/blame/table.ts";
import { UNLISTED_TRIES_MAX } from "../../../core/model/blame-limits.ts";
import { CALL_PURPOSES, type Ec2Call } from "../../../core/model/ec2-calls.ts";

const CODES = [...new Set(ERROR_ROWS.flatMap(({ codes }) => codes))];
const CALLS = Object.keys(CALL_PURPOSES) as Ec2Call[];
/** `AuthFailure.*` represents the family: a code of it. */
const asCode = (code: string): string => code.replace("*", "SomethingNew");

describe("the same code elsewhere", () => {
  const DENIED =
    "You are not authorized to perform this operation. User: arn:aws:sts::111122223333:assumed-role/plane/x is not authorized to perform: ec2:TerminateInstances on resource: i-1 with an explicit deny in a service control policy";

  test.each<[code: string, failed: FailedCall, expected: object]>([
    [
      "InvalidParameterValue",
      { call: "ModifyInstanceAttribute", override: true },
      { owner: "claim", scope: "none", fate: "terminal" },
    ],
    [
      "InvalidParameterValue",
      { call: "StartInstances" },
      { owner: "template", scope: "template", alert: "template-unlaunchable" },
    ],
    [
      "InvalidParameterValue",
      { call: "DescribeInstances" },
      { owner: "account", scope: "none", alert: "unlisted-error" },
    ],
    [
      "InvalidParameterValue",
      { call: "DescribeInstances", text: "Unable to parse pagination token" },
      { owner: "aws", answer: "expired" },
    ],
    [
      "InvalidParameterValue",
      {
        call: "RunInstances",
        text: "Value (x) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name",
      },
      { owner: "template", fate: "terminal" },
    ],
    [
      "UnauthorizedOperation",
      { call: "RunInstances" },
      { owner: "account", scope: "template", widest: "region", fate: "retry-after", alert: "not-authorized" },
    ],
    [
      "UnauthorizedOperation",
      { call: "TerminateInstances", text: DENIED },
      { owner: "account", scope: "none", fate: "retry-after", alert: "cannot-be-ended" },
    ],
    [
      "UnauthorizedOperation",
      { call: "AssociateAddress", override: true, theirs: true },
      { owner: "claim", scope: "none", fate: "terminal" },
    ],
    [
      "UnauthorizedOperation",
      { call: "CreateTags", override: true },
      { owner: "account", fate: "retry-after", alert: "not-authorized" },
    ],
    [
      "UnauthorizedOperation",
      { call: "DescribeInstances" },
      { owner: "account", scope: "none", alert: "not-authorized" },
    ],
    ["AuthFailure", { call: "DescribeInstances" }, { owner: "account", scope: "region" }],
    [
      "AuthFailure",
      { call: "RunInstances", text: "Not authorized for images: [ami-1]" },
      { owner: "template", scope: "template" },
    ],
    [
      "AuthFailure",
      { call: "AssociateAddress", override: true, theirs: true, text: "does not belong to you" },
      { owner: "claim" },
    ],
    [
      "OperationNotPermitted",
      { call: "TerminateInstances" },
      { owner: "account", scope: "none", fate: "retry-after", alert: "cannot-be-ended" },
    ],
    [
      "OperationNotPermitted",
      { call: "StopInstances" },
      { owner: "account", scope: "none", fate: "terminal", alert: "unlisted-error" },
    ],
    ["OptInRequired", { call: "RunInstances" }, { owner: "account", scope: "region", alert: "account-blocked" }],
    [
      "OptInRequired",
      {
        call: "RunInstances",
        text: "In order to use this AWS Marketplace product you need to accept terms and subscribe.",
      },
      { owner: "template", scope: "template" },
    ],
    [
      "UnsupportedOperation",
      { call: "StopInstances", text: "Instance is not ready to hibernate yet" },
      { owner: "aws", fate: "retry-after", retryAfterMs: 30_000 },
    ],
    [
      "Gateway.NotAttached",
      { call: "AssociateAddress", override: true, theirs: true },
      { owner: "claim", fate: "terminal", scope: "none" },
    ],
    [
      "InsufficientFreeAddressesInSubnet",
      { call: "RunInstances" },
      { owner: "template", scope: "offering", widest: "offering", answer: "no-capacity" },
    ],
    [
      "VcpuLimitExceeded",
      { call: "StartInstances" },
      { owner: "account", scope: "template", widest: "template", answer: "no-capacity", alert: "quota-reached" },
    ],
    ["InvalidInstanceID.NotFound", { call: "StartInstances" }, { owner: "aws", scope: "none", answer: "unknown" }],
  ])("%s, %j", (code, failed, expected) => expect(blameForError(code, failed)).toMatchObject(expected));

  it("names the right, the role and the policy that denies it", () =>
    expect(blameForError("UnauthorizedOperation", { call: "TerminateInstances", text: DENIED }).fix).toMatch(
      /^allow role plane ec2:TerminateInstances, which an explicit deny in a policy forbids \(service control policy\);/,
    ));

  it("is read by whose the named thing is, before it is read by what EC2's text happens to say", () =>
    expect(
      blameForError("AuthFailure", {
        call: "AssociateAddress",
        override: true,
        theirs: true,
        text: "not of this image",
      }),
    ).toMatchObject({ owner: "claim" }));

  it("raises no alert for what a claimant got wrong", () =>
    expect(
      blameForError("InvalidGroup.NotFound", { call: "ModifyInstanceAttribute", override: true }),
    ).not.toHaveProperty("alert"));
});

describe("a code that no row names", () => {
  const code = "BrandNewTrouble";

  it.each([
    ["RunInstances", false, "template", "template"],
    ["StartInstances", false, "template", "template"],
    ["AssociateAddress", true, "claim", "none"],
    ["TerminateInstances", false, "account", "none"],
    ["DescribeInstances", false, "account", "none"],
  ] as const)(
    "is the request's fault where it is the client's: %s, an override: %s, of %s",
    (call, override, owner, scope) =>
      expect(blameForError(code, { call, override, fault: "client" })).toMatchObject({ owner, scope, listed: false }),
  );

  it("is tried a bounded number of times, and then is terminal", () => {
    const fates = [1, 2, 3, 4].map((tries) => blameForError(code, { call: "RunInstances", tries }).fate);
    expect(fates).toEqual(["retry-after", "retry-after", "terminal", "terminal"]);
    expect(UNLISTED_TRIES_MAX).toBe(3);
  });

  it("is loud: alerted, and named in both sentences with what EC2 says", () => {
    const blame = blameForError(code, { call: "RunInstances", text: "the moon is wrong" });
    expect(blame).toMatchObject({
      alert: "unlisted-error",
      claimant: "EC2 refuses: BrandNewTrouble, the moon is wrong",
    });
    expect(blame.fix).toMatch(/BrandNewTrouble.*the moon is wrong/);
  });

  it("says that an instance cannot be ended, where a termination met it", () =>
    expect(blameForError(code, { call: "TerminateInstances" }).alert).toBe("cannot-be-ended"));

  it("is AWS's fault where it is the server's, and is tried", () =>
    expect(blameForError(code, { call: "RunInstances", fault: "server" })).toMatchObject({
      owner: "aws",
      scope: "none",
      fate: "retryable",
    }));

  it.each(["NewThrottlingFault", "RequestLimitExceeded.PerApi", "TooManyRequests", "RequestRateTooHigh"])(
    "is a throttle if it is called one: %s",
    (name) =>
      expect(blameForError(name, { call: "RunInstances", fault: "client" })).toMatchObject({
        owner: "aws",
        fate: "retry-after",
        scope: "none",
      }),
  );

  it("belongs to its family, if that has a row", () =>
    expect(blameForError("AuthFailure.SomethingNew", { call: "RunInstances" })).toMatchObject({
      owner: "account",
      listed: true,
    }));
});

describe("always", () => {
  const failed: fc.Arbitrary<FailedCall> = fc.record({
    call: fc.constantFrom(...CALLS),
    fault: fc.constantFrom("client" as const, "server" as const),
    text: fc.string(),
    override: fc.boolean(),
    theirs: fc.boolean(),
    tries: fc.integer({ min: 1, max: 10 }),
  });
  const code = fc.oneof(fc.constantFrom(...CODES.map(asCode)), fc.string({ minLength: 1 }));
  const always = (holds: (blame: ReturnType<typeof blameForError>, call: FailedCall) => unknown) =>
    fc.assert(
      fc.property(code, failed, (each, call) => void holds(blameForError(each, call), call)),
      { seed: 20_260_105, numRuns: 1_000 },
    );

  it("what EC2 refuses is never the member's fault", () => always(({ owner }) => expect(owner).not.toBe("member")));
  it("a claim's fault holds nobody else back", () =>
    always(({ owner, scope, alert }) => owner === "claim" && expect([scope, alert]).toEqual(["none", undefined])));
  it("a wait has its length, and nothing else has one", () =>
    always(({ fate, retryAfterMs }) => expect(retryAfterMs !== undefined).toBe(fate === "retry-after")));
  it("no pattern is narrower than the failures it is made of", () =>
    always(({ scope, widest }) =>
      scope === "none"
        ? expect(widest).toBe("none")
        : expect(BREAKER_SCOPES.indexOf(widest as "region")).toBeGreaterThanOrEqual(BREAKER_SCOPES.indexOf(scope)),
    ));
  it("an unlisted fault of the client's ends after bounded tries", () =>
    always((blame, { fault, tries }) => {
      if (!blame.listed && fault === "client" && blame.owner !== "aws" && (tries ?? 1) >= UNLISTED_TRIES_MAX)
        expect(blame.fate).toBe("terminal");
    }));
});
