import { describe, expect, it } from "vitest";
import { POOL_TAG } from "../../../core/model/tags.ts";
import { FUNCTIONS } from "../../../functions/shared/manifest/functions.ts";
import { codeGrants } from "../../../stacks/fed-grants.ts";
import { POOLS } from "../../../stacks/grants.ts";
import { commandsSent } from "./commands-sent.ts";
import { allowedBy, needsOf } from "./needs.ts";
import { portsUsed } from "./ports-used.ts";

const SENT = await commandsSent();
const PORTS = new Set([...SENT.keys()].map((method) => method.split(".", 1).join()));

describe("what the adapters send", () => {
  it("is known of every method of every port that AWS is behind", () => {
    expect([...SENT].filter(([, { commands }]) => commands.size === 0).map(([method]) => method)).toEqual([]);
    expect(PORTS.size).toBeGreaterThan(25);
  });

  it.each([
    [
      "power.terminate",
      ["ec2:TerminateInstances", "ec2:DescribeSpotInstanceRequests", "ec2:CancelSpotInstanceRequests"],
    ],
    ["power.start", ["ec2:StartInstances"]],
    ["ledgers.find", ["dynamodb:Query", "dynamodb:TransactGet"]],
    ["ledgers.settle", ["dynamodb:Delete"]],
    ["planRequests.request", ["sqs:SendMessage"]],
    ["publisher.publish", ["sns:PublishBatch", "eventbridge:PutEvents"]],
  ])("is read from the code: %s", (method, commands) =>
    expect([...(SENT.get(method)?.commands ?? [])].sort()).toEqual([...commands].sort()),
  );

  it("distinguishes an index from the table", () =>
    expect([...(SENT.get("claims.pending")?.queried ?? [])]).toEqual(["pending"]));
});

describe("what changes EC2", () => {
  const grants = FUNCTIONS.flatMap(codeGrants).flatMap((grant) =>
    grant.actions.map((action) => ({ action, ...grant })),
  );
  const changes = grants.filter(({ action }) => /^ec2:(?!Describe|RunInstances)/.test(action));

  it("is bound by the tag of our pools, that of what is changed or, as it is launched, that of the launch", () => {
    const unbound = changes.filter(
      ({ when = [] }) => !when.some(({ key, values }) => key.endsWith(`/${POOL_TAG}`) && values.includes(POOLS)),
    );
    expect(unbound.map(({ action, on }) => `${action} on ${on}`)).toEqual([]);
    expect(changes.map(({ action }) => action)).toContain("ec2:CancelSpotInstanceRequests");
  });
});

describe.each(FUNCTIONS.map((one) => [one.name, one] as const))("%s", (name, one) => {
  const needed = portsUsed(name, PORTS).then((used) => needsOf(one, used, SENT));
  const allowed = allowedBy(codeGrants(one));

  it("may do all that its code asks of AWS", async () =>
    expect([...(await needed)].filter((need) => !allowed.has(need))).toEqual([]));

  it("may do nothing that its code never asks for", async () => {
    const needs = await needed;
    expect([...allowed].filter((action) => !needs.has(action))).toEqual([]);
  });
});
