import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FUNCTIONS } from "../../../functions/shared/manifest/functions.ts";
import { codeGrants } from "../../../stacks/fed-grants.ts";
import { KB, PUBLISHING_KB, WITH_EC2_KB, WITHOUT_EC2_KB } from "./budgets.ts";
import { type Bundled, trimmed } from "./bundled.ts";
import { bundleFolder, coldStart } from "./cold-start.ts";

/** Whose code asks EC2, by the permissions it has to. */
const ASKS_EC2 = new Set(
  FUNCTIONS.filter((one) =>
    codeGrants(one).some(({ actions }) => actions.some((action) => action.startsWith("ec2:"))),
  ).map(({ name }) => name),
);
/** Whose code publishes notices, by the group of ports that its row names. */
const PUBLISHES = new Set(
  FUNCTIONS.filter(({ ports }) => (ports as readonly string[]).includes("outlets")).map(({ name }) => name),
);
const folder = bundleFolder();
/** On a busy machine. */
const PATIENCE_MS = 240_000;
const bundles = new Map<string, Bundled>();

beforeAll(async () => {
  for (const { name } of FUNCTIONS) {
    mkdirSync(join(folder, name));
    bundles.set(name, await trimmed(`functions/${name}.ts`, join(folder, name)));
  }
}, PATIENCE_MS);
afterAll(() => rmSync(folder, { recursive: true }));

const bundleOf = (name: string): Bundled => {
  const bundle = bundles.get(name);
  if (!bundle) throw new Error(`${name} is not bundled`);
  return bundle;
};

/** What a function cannot do, and how it answers: it logs, reads the message by its contract, and gives it back. */
function eventFor(name: string): { readonly event: object; readonly answer: object | string } {
  const fed = FUNCTIONS.find((one) => one.name === name)?.fed.by;
  const text = { Message: "{}", body: "{}", messageId: "1", attributes: { MessageGroupId: "a" } };
  if (fed === "stream") return { event: { Records: [] }, answer: { batchItemFailures: [] } };
  if (fed === "topic")
    return { event: { Records: [{ Sns: text }] }, answer: expect.stringContaining("source: Invalid") };
  if (fed === "http") return { event: REQUEST, answer: { statusCode: 404 } };
  return { event: { Records: [text] }, answer: { batchItemFailures: [{ itemIdentifier: "1" }] } };
}

/** As API Gateway's HTTP API has it. Source: API Gateway Developer Guide, "AWS Lambda proxy integrations for HTTP APIs", format 2.0. */
const REQUEST = {
  version: "2.0",
  rawPath: "/nowhere",
  rawQueryString: "",
  headers: { host: "x.execute-api.eu-west-1.amazonaws.com" },
  requestContext: { http: { method: "GET", path: "/nowhere" } },
  isBase64Encoded: false,
};

describe.each(FUNCTIONS.map(({ name }) => name))("the bundle of %s", (name) => {
  it("is within its budget", () => {
    const withoutEc2 = PUBLISHES.has(name) ? PUBLISHING_KB : WITHOUT_EC2_KB;
    const budget = ASKS_EC2.has(name) ? WITH_EC2_KB : withoutEc2;
    expect(bundleOf(name).bytes / KB).toBeLessThanOrEqual(budget);
  });

  it("has EC2's client in it if it calls EC2, and only then", () =>
    expect(bundleOf(name).inputs.some((path) => path.includes("@aws-sdk/client-ec2/"))).toBe(ASKS_EC2.has(name)));

  it("takes no credentials but the environment's, and no second marshaller", () =>
    expect(
      bundleOf(name).inputs.filter((path) =>
        /@aws-sdk\/(?:credential-provider-(?!node|env)|nested-clients|token-providers)|@aws-sdk\/util-dynamodb\/node_modules/.test(
          path,
        ),
      ),
    ).toEqual([]));

  it("starts in Lambda's place, wired, with nothing around it, and answers what it cannot do", async () => {
    const { handler, answer } = await coldStart(bundleOf(name).path, eventFor(name).event);
    expect(handler).toBe("function");
    expect({ answer }).toMatchObject({ answer: eventFor(name).answer });
  });
});
