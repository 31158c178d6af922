import {
  DescribeInstancesCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";
import { afterEach, describe, expect, test } from "vitest";
import { MINUTE_MS } from "../../../../core/model/time.ts";
import type { Lies } from "../../../../local/world/lies.ts";
import { EPOCH, IMAGE, REGION } from "../../../builders.ts";
import { openWire } from "./given.ts";

/** Every way in which EC2 deceives or refuses that the plane must live with, in the words of EC2's answers. */

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

const lying = (lies: Partial<Lies>): Lies => ({ until: EPOCH + 60 * MINUTE_MS, pageRows: 8, ...lies });
const IN_ZONE = { Filters: [{ Name: "availability-zone", Values: [`${REGION}a`] }] };
const RUN = {
  ClientToken: "a-token",
  MinCount: 1,
  MaxCount: 6,
  ImageId: IMAGE,
  InstanceType: "m6i.xlarge",
  SubnetId: "subnet-0aaa0000000000001",
} as const;

async function open(options: Parameters<typeof openWire>[0] = {}) {
  const wire = await openWire(options);
  opened.push(wire);
  const { truth, client } = wire;
  const run = async (settleMs: number): Promise<string> => {
    const { Instances = [] } = await truth.during(settleMs, () => client.send(new RunInstancesCommand(RUN)));
    return Instances[0]?.InstanceId ?? "";
  };
  /** The states of what a listing of the zone shows. */
  const listed = async (): Promise<readonly (string | undefined)[]> => {
    const page = await truth.during(0, () => client.send(new DescribeInstancesCommand(IN_ZONE)));
    return (page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances).map(({ State }) => State?.Name);
  };
  /** An error as it came over the wire. */
  const refused = (work: () => Promise<unknown>) =>
    truth.during(0, () =>
      work().then(
        () => "done",
        ({ name: code, message, $metadata }) => ({
          code,
          message,
          status: $metadata.httpStatusCode,
          tries: $metadata.attempts,
        }),
      ),
    );
  return { ...wire, run, listed, refused };
}

describe("over the wire EC2", () => {
  test("does not know an instance just after its launch, and does a little later", async () => {
    const { client, truth, run, refused } = await open({ lies: lying({ hidden: 1, hiddenMs: MINUTE_MS }) });
    const id = await run(0);
    const look = () => client.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
    const message = `The instance ID '${id}' does not exist`;
    expect(await refused(look)).toMatchObject({ code: "InvalidInstanceID.NotFound", message, status: 400 });
    await truth.during(MINUTE_MS, async () => undefined);
    expect(await refused(look)).toBe("done");
  });

  test("lists what was, not what is", async () => {
    const { client, truth, run, listed } = await open({ lies: lying({ stale: 1, staleMs: 3 * MINUTE_MS }) });
    const id = await run(5 * MINUTE_MS);
    await truth.during(2 * MINUTE_MS, () => client.send(new StopInstancesCommand({ InstanceIds: [id] })));
    expect(truth.machines.get(id)?.state).toBe("stopped");
    expect(new Set(await listed())).toEqual(new Set(["running"]));
    await truth.during(3 * MINUTE_MS, async () => undefined);
    expect(await listed()).toContain("stopped");
  });

  test.each([
    ["leaves rows out", { missing: 1 }, 0],
    ["gives rows twice", { doubled: 1 }, 12],
    ["answers with nothing, and no error", { empty: 1 }, 0],
    ["reports the truth once it is over", { missing: 1, until: EPOCH }, 6],
  ])("%s", async (_, lies, rows) => {
    const { run, listed } = await open({ lies: lying(lies) });
    await run(MINUTE_MS);
    expect(await listed()).toHaveLength(rows);
  });

  test("forgets a token", async () => {
    const { client, truth, run, refused } = await open({ lies: lying({ pageRows: 5, expired: 1 }) });
    await run(MINUTE_MS);
    const first = await truth.during(0, () => client.send(new DescribeInstancesCommand({ ...IN_ZONE, MaxResults: 5 })));
    expect(first.NextToken).toBeDefined();
    const next = { ...IN_ZONE, MaxResults: 5, ...(first.NextToken && { NextToken: first.NextToken }) };
    expect(await refused(() => client.send(new DescribeInstancesCommand(next)))).toMatchObject({
      code: "InvalidParameterValue",
      message: expect.stringMatching(/pagination token/),
      status: 400,
    });
  });

  test("throttles, with a server's error that the SDK repeats", async () => {
    const { client, refused } = await open({ lies: lying({ throttled: 1 }) });
    const list = () => client.send(new DescribeInstancesCommand(IN_ZONE));
    const message = "Request limit exceeded.";
    expect(await refused(list)).toEqual({ code: "RequestLimitExceeded", message, status: 503, tries: 2 });
  });

  test("has no room", async () => {
    const { client, refused } = await open({ capacity: () => 0 });
    expect(await refused(() => client.send(new RunInstancesCommand(RUN)))).toMatchObject({
      code: "InsufficientInstanceCapacity",
      message: expect.stringContaining(`do not have sufficient m6i.xlarge capacity`),
      status: 500,
    });
  });

  test("does not start what is stopping", async () => {
    const { client, run, truth, refused } = await open();
    const id = await run(5 * MINUTE_MS);
    await truth.during(0, () => client.send(new StopInstancesCommand({ InstanceIds: [id] })));
    expect(await refused(() => client.send(new StartInstancesCommand({ InstanceIds: [id] })))).toMatchObject({
      code: "IncorrectInstanceState",
      message: `The instance '${id}' is not in a state from which it can be started.`,
      status: 400,
    });
  });

  test("takes a token for one launch alone", async () => {
    const { client, run, refused } = await open();
    const id = await run(0);
    expect(await run(0)).toBe(id);
    expect(await refused(() => client.send(new RunInstancesCommand({ ...RUN, MaxCount: 5 })))).toMatchObject({
      code: "IdempotentParameterMismatch",
      message: expect.stringContaining("inconsistent with arguments used in previous request(s)"),
      status: 400,
    });
  });
});
