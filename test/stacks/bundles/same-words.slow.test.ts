import { execFile } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual, promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SSM_ERRORS } from "../../../adapters/aws/access.ts";
import { DYNAMO_ERRORS } from "../../../adapters/aws/dynamo/errors.ts";
import { EC2_ERRORS } from "../../../adapters/aws/ec2/errors.ts";
import type { AwsService } from "../../../adapters/aws/errors.ts";
import { MESSAGING_ERRORS } from "../../../adapters/aws/messages/errors.ts";
import { ROUTE53_ERRORS } from "../../../adapters/aws/names.ts";
import { KMS_ERRORS } from "../../../adapters/aws/seals.ts";
import { trimmed, untrimmed } from "./bundled.ts";
import { bundleFolder } from "./cold-start.ts";
import type { QueryError } from "./spoken/refusals.ts";

const schemasOf = (client: string): string =>
  readFileSync(
    join(import.meta.dirname, `../../../node_modules/@aws-sdk/client-${client}/dist-es/schemas/schemas_0.js`),
    "utf8",
  );

/** All that the service's client has a class for, by the names on the wire. */
function modelled(client: string): readonly string[] {
  const text = schemasOf(client);
  const classes = [...text.matchAll(/registerError\(\w+\$, (\w+)\)/g)].map(([, name = ""]) => name);
  return [...classes, ...[...text.matchAll(/\[_aQE\]: \[`(?:[\w.]+\.)?(\w+)`/g)].map(([, code = ""]) => code)];
}

const codes = (keys: Iterable<string>, client: string) => [...new Set([...keys, ...modelled(client), "NeverHeardOf"])];
const CODES: Readonly<Record<AwsService, readonly string[]>> = {
  dynamodb: codes(DYNAMO_ERRORS.keys(), "dynamodb"),
  sqs: codes(MESSAGING_ERRORS.sqs.keys(), "sqs"),
  sns: codes(MESSAGING_ERRORS.sns.keys(), "sns"),
  eventbridge: codes(MESSAGING_ERRORS.eventbridge.keys(), "eventbridge"),
  ec2: codes(EC2_ERRORS.keys(), "ec2"),
  route53: codes(ROUTE53_ERRORS.keys(), "route-53"),
  ssm: codes(SSM_ERRORS.keys(), "ssm"),
  kms: codes(KMS_ERRORS.keys(), "kms"),
};

/** Each exception of SQS's with the name that its older protocol had for it. */
const QUERY_ERRORS: readonly QueryError[] = [
  ...schemasOf("sqs").matchAll(/^export var (\w+)\$ = \[-3, n0, \w+,\s*\{ \[_aQE\]: \[`([\w.]+)`/gm),
].map(([, exception = "", called = ""]) => ({ exception, called }));

interface Spoken {
  readonly said: readonly { readonly service: string; readonly says: string }[];
  readonly socket: unknown;
  readonly refused: readonly unknown[];
}

const RUNS = `
  const { spoken, overASocket, refusedOverASocket } = await import(process.argv[1]);
  const refusals = JSON.parse(process.argv[2]);
  const said = await spoken(refusals);
  const refused = await Promise.all(refusals.queryErrors.map(refusedOverASocket));
  process.stdout.write(JSON.stringify({ said, socket: await overASocket(), refused }), () => process.exit());
`;

/** What a bundle says and hears, in a process of its own. */
async function speaks(path: string): Promise<Spoken> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      RUNS,
      pathToFileURL(path).href,
      JSON.stringify({ codes: CODES, queryErrors: QUERY_ERRORS }),
    ],
    {
      env: { AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "none", AWS_SECRET_ACCESS_KEY: "none" },
      maxBuffer: 64 << 20,
    },
  );
  return JSON.parse(stdout) as Spoken;
}

/** On a busy machine. */
const PATIENCE_MS = 240_000;
const folder = bundleFolder();
let lean: Spoken;
let whole: Spoken;
beforeAll(async () => {
  const entry = "test/stacks/bundles/spoken/spoken.ts";
  [lean, whole] = await Promise.all([
    trimmed(entry, join(folder, "lean")).then(({ path }) => speaks(path)),
    untrimmed(entry, join(folder, "whole")).then(({ path }) => speaks(path)),
  ]);
}, PATIENCE_MS);
afterAll(() => rmSync(folder, { recursive: true }));

it("says over the wire what the SDK's whole clients say, tries as often, and understands every answer and error alike", () => {
  const others = whole.said.filter((each, place) => !isDeepStrictEqual(lean.said[place], each));
  expect(others.map(({ service, says }) => `${service} ${says}`)).toEqual([]);
});

it("finds the row of each of SQS's errors by the name that its older protocol had, where the exception is left out", () => {
  const { sqs } = MESSAGING_ERRORS;
  const listed = QUERY_ERRORS.filter(({ exception }) => sqs.has(exception));
  expect(listed.length).toBeGreaterThan(15);
  for (const bundle of [lean, whole])
    expect(bundle.refused).toEqual(
      QUERY_ERRORS.map(({ exception, called }) => ({
        called,
        fate: sqs.get(exception)?.means ?? "retryable",
        counted: sqs.has(exception) ? [] : ["aws-error-unlisted"],
      })),
    );
});

it("opens sockets", () => expect(lean.socket).toEqual({ pk: "a" }));
