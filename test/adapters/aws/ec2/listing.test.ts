import { DescribeInstancesCommand, type Instance } from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import { PAGE_ROWS_MAX } from "../../../../core/model/limits.ts";
import { EPOCH, IMAGE, instanceNo, POOL, REGION } from "../../../builders.ts";
import { refusal, room } from "./room.ts";

const ZONE = `${REGION}a`;
const FIRST = { zone: ZONE, limit: PAGE_ROWS_MAX };
const SECOND = { ...FIRST, marker: "eyJ2IjoiMiJ9" };

const listed = (n: number, changes: Partial<Instance> = {}): Instance => ({
  InstanceId: instanceNo(n),
  State: { Name: "stopped" },
  Placement: { AvailabilityZone: ZONE },
  InstanceType: "m6i.xlarge",
  ImageId: IMAGE,
  ClientToken: `token-${n}`,
  PrivateIpAddress: `10.0.0.${n}`,
  SecurityGroups: [{ GroupId: "sg-0123456789abcdef0", GroupName: "build" }],
  Tags: [{ Key: "greenroom:pool", Value: POOL }],
  ...changes,
});
const row = (n: number) => ({
  id: instanceNo(n),
  observed: { state: "stopped", at: EPOCH },
  az: ZONE,
  type: "m6i.xlarge",
  imageId: IMAGE,
  token: `token-${n}`,
  privateIp: `10.0.0.${n}`,
  securityGroups: ["sg-0123456789abcdef0"],
  tags: { "greenroom:pool": POOL },
});

function answering(...answers: readonly object[]) {
  const to = room();
  const described = to.client.on(DescribeInstancesCommand);
  for (const answer of answers) described.resolvesOnce(answer);
  return to;
}

describe("a page of EC2's listing", () => {
  test("is asked for by our tag and its zone, from the marker on", async () => {
    const { client, listing } = answering({ Reservations: [], NextToken: SECOND.marker }, { Reservations: [] });
    await listing.page(FIRST);
    await listing.page(SECOND);
    const asked = {
      Filters: [
        { Name: "tag-key", Values: ["greenroom:pool"] },
        { Name: "availability-zone", Values: [ZONE] },
      ],
      MaxResults: 1_000,
    };
    const inputs = client.calls().map(({ args }) => args[0].input);
    expect(inputs).toStrictEqual([asked, { ...asked, NextToken: SECOND.marker }]);
  });

  test("has the rows of every reservation, each with all of its facts, and the marker of the next", async () => {
    const Reservations = [{ Instances: [listed(1), listed(2)] }, {}, { Instances: [] }, { Instances: [listed(3)] }];
    const { listing } = answering({ Reservations, NextToken: "further" });
    expect(await listing.page(FIRST)).toStrictEqual({
      kind: "page",
      rows: [row(1), row(2), row(3)],
      marker: "further",
    });
  });

  test.each([
    ["no token", {}],
    ["an empty token", { NextToken: "" }],
  ])("with %s is the last", async (_, end) => {
    const { listing } = answering({ Reservations: [{ Instances: [listed(1)] }], ...end });
    expect(await listing.page(SECOND)).toStrictEqual({ kind: "page", rows: [row(1)] });
  });

  test("without rows is not the last while it has a marker", async () => {
    const { listing } = answering({ Reservations: [], NextToken: "further" });
    expect(await listing.page(SECOND)).toEqual({ kind: "page", rows: [], marker: "further" });
  });

  test("shows what has ended as far as EC2 still knows it", async () => {
    const { PrivateIpAddress, SecurityGroups, Tags, ...bare } = listed(1, { State: { Name: "terminated" } });
    const { listing } = answering({ Reservations: [{ Instances: [bare] }] });
    const { privateIp, ...rest } = { ...row(1), securityGroups: [], tags: {} };
    const ended = { ...rest, observed: { state: "terminated", at: EPOCH } };
    expect(await listing.page(FIRST)).toStrictEqual({ kind: "page", rows: [ended] });
  });

  test("dates its rows by the asking, so that an event of the meantime is newer", async () => {
    const { client, listing, pass } = room();
    client.on(DescribeInstancesCommand).callsFake(async () => {
      pass(8_000);
      return { Reservations: [{ Instances: [listed(1)] }] };
    });
    expect(await listing.page(FIRST)).toMatchObject({ rows: [{ observed: { at: EPOCH } }] });
  });

  test("with an instance that lacks a field has its other rows, and says who was incomplete", async () => {
    const { Placement, ...bare } = listed(2);
    const { listing } = answering({ Reservations: [{ Instances: [listed(1), bare] }] });
    expect(await listing.page(FIRST)).toMatchObject({
      kind: "page",
      rows: [{ id: row(1).id }],
      incomplete: [bare.InstanceId],
    });
  });

  test("with an instance that has no id is no page", async () => {
    const { InstanceId, ...bare } = listed(2);
    const { listing } = answering({ Reservations: [{ Instances: [listed(1), bare] }] });
    expect(await listing.page(FIRST)).toEqual({ kind: "unanswered", error: "IncompleteAnswer" });
  });
});

describe("a marker", () => {
  test.each([
    ["InvalidNextToken", "The specified NextToken is not valid."],
    ["InvalidPaginationToken", "The specified pagination token is not valid or is expired."],
    ["InvalidParameterValue", "Unable to parse pagination token"],
    ["InvalidParameterValue", "Value ( abc ) for parameter NextToken is invalid. The token is invalid."],
  ])("has expired when EC2 answers %s: %s", async (code, message) => {
    const { client, counted, listing } = room();
    client.rejects(refusal(code, message));
    expect(await listing.page(SECOND)).toEqual({ kind: "expired" });
    expect(counted).toEqual([]);
  });

  test("has not expired when another parameter is wrong", async () => {
    const { client, listing } = room();
    client.rejects(refusal("InvalidParameterValue", "Value ( x ) for parameter maxResults is invalid."));
    expect(await listing.page(SECOND)).toEqual({ kind: "unanswered", error: "InvalidParameterValue" });
  });
});

describe("an EC2 that does not answer", () => {
  test.each(["Unavailable", "InternalError", "ServiceUnavailable", "ECONNRESET", "TimeoutError"])(
    "because of %s leaves the page unanswered, and never empty",
    async (code) => {
      const { client, listing } = room();
      client.rejects(refusal(code));
      expect(await listing.page(SECOND)).toEqual({ kind: "unanswered", error: code });
    },
  );

  test.each([
    { code: "RequestLimitExceeded", retryAfterMs: 5_000 },
    { code: "Throttling", retryAfterMs: 5_000 },
    { code: "UnauthorizedOperation", retryAfterMs: 60_000 },
    { code: "ExpiredToken", retryAfterMs: 60_000 },
  ])("because of $code has the page asked for again after $afterMs ms", async ({ code, retryAfterMs }) => {
    const { client, listing } = room();
    client.rejects(refusal(code));
    await expect(listing.page(SECOND)).rejects.toMatchObject({
      name: "PortError",
      fate: "retry-after",
      code,
      retryAfterMs,
    });
  });
});
