import { DescribeInstancesCommand, type DescribeInstancesCommandOutput } from "@aws-sdk/client-ec2";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { instanceFrom } from "../../../../adapters/aws/ec2/instance.ts";
import { readLeanly } from "../../../../adapters/aws/ec2/lean-reader.ts";
import { anIntent, aTemplate, EPOCH, REGION } from "../../../builders.ts";
import { aLaunch } from "../../world/given.ts";
import { openWire } from "./given.ts";

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

const rows = ({ Reservations = [] }: Pick<DescribeInstancesCommandOutput, "Reservations">) =>
  Reservations.flatMap(({ Instances = [] }) => Instances).map((each) => instanceFrom(each, EPOCH));

test("every page is read leanly as the SDK reads it, token and all", async () => {
  const wire = await openWire({ templates: [aTemplate({ os: "linux" })] });
  opened.push(wire);
  const { truth, client, adapter } = wire;
  const tag = fc.string({ unit: fc.constantFrom("a", "é", "&", "<", '"', "\n", "\r", " "), maxLength: 12 });
  const values = fc.sample(tag, { numRuns: 20, seed: 1 });
  for (const [nth, value] of values.entries()) {
    const tags = { "greenroom:pool": "win-build", said: value };
    const intent = anIntent({ token: `token-${nth}`, count: 1 + (nth % 3), az: `${REGION}${nth % 2 ? "a" : "b"}` });
    await truth.during(nth * 1_000, () => adapter.launcher.launch(aLaunch({ intent, tags })));
  }
  let NextToken: string | undefined;
  let pages = 0;
  do {
    const input = { MaxResults: 7, ...(NextToken && { NextToken }) };
    const plain = await client.send(new DescribeInstancesCommand(input));
    const lean = await client.send(readLeanly(new DescribeInstancesCommand(input)));
    expect(rows(lean)).toEqual(rows(plain));
    expect(lean.NextToken).toBe(plain.NextToken);
    NextToken = plain.NextToken;
    pages += 1;
  } while (NextToken !== undefined);
  expect(pages).toBe(6);
});
