import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEPLOYED } from "../../../stacks/all.ts";
import { EXCEPTIONS_KB, KB, WITH_EC2_KB, WITHOUT_EC2_KB } from "./budgets.ts";
import { type Bundled, trimmed } from "./bundled.ts";
import { bundleFolder, coldStart } from "./cold-start.ts";

/** Whose code asks EC2, by the permissions it has to. */
const ASKS_EC2 = new Set(
  DEPLOYED.filter(({ may }) => may.some(({ actions }) => actions.some((action) => action.startsWith("ec2:")))).map(
    ({ name }) => name,
  ),
);
const folder = bundleFolder();
const bundles = new Map<string, Bundled>();

beforeAll(async () => {
  for (const { name } of DEPLOYED) {
    mkdirSync(join(folder, name));
    bundles.set(name, await trimmed(`functions/${name}.ts`, join(folder, name)));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const bundleOf = (name: string): Bundled => {
  const bundle = bundles.get(name);
  if (!bundle) throw new Error(`${name} is not bundled`);
  return bundle;
};

describe.each(DEPLOYED.map(({ name }) => name))("the bundle of %s", (name) => {
  it("is within its budget", () => {
    const budget = EXCEPTIONS_KB[name] ?? (ASKS_EC2.has(name) ? WITH_EC2_KB : WITHOUT_EC2_KB);
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

  it("starts in Lambda's place, wired, with nothing around it", async () =>
    expect((await coldStart(bundleOf(name).path)).handler).toBe("function"));
});

it("holds no exception that is not needed any more", () =>
  expect(Object.keys(EXCEPTIONS_KB).filter((name) => bundleOf(name).bytes / KB <= WITHOUT_EC2_KB)).toEqual([]));
