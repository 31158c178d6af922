import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LAMBDA, SQS } from "../../core/model/aws-behaviour.ts";
import { RETRIES } from "../../core/model/retries.ts";
import { type Contract, keyOf } from "../../events/contract.ts";
import { CONTRACTS } from "../../events/contracts.ts";
import * as manifest from "../../functions/manifest.ts";
import { ROUTES } from "../../functions/routes.ts";
import { FUNCTIONS, functionsFedBy } from "../../functions/shared/manifest/functions.ts";
import { isMessageFed, isQueueFed } from "../../functions/shared/manifest/row.ts";
import { pascal } from "../../stacks/names.ts";

const FOLDER = new URL("../../functions/", import.meta.url);
/** What is no handler: the list itself, and what others run the handlers by. */
const LISTS = ["manifest.ts", "routes.ts"];
const named = FUNCTIONS.map(({ name }) => name);

describe("the manifest", () => {
  it("has a row for every file of functions/, and a file for every row", () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith(".ts") && !LISTS.includes(file));
    expect([...named].sort()).toEqual(files.map((file) => file.replace(/\.ts$/, "")).sort());
  });

  it("names each function once, in the order of the alphabet, and each row after its function", () => {
    expect(named).toEqual([...new Set(named)].sort());
    const rows = Object.entries(manifest).map(([row, { name }]) => [row, name]);
    expect(rows).toEqual(
      named.map((name) => [`${pascal(name).replace(/^./, (first) => first.toLowerCase())}Function`, name]),
    );
  });

  it.each(named)("has %s registered by its own row, with a handle that others can run", async (name) => {
    const { handle, handler } = await import(new URL(`${name}.ts`, FOLDER).href);
    expect([typeof handle, typeof handler]).toEqual(["function", "function"]);
  });

  it("routes messages to every function that is fed by them", () => {
    expect([...ROUTES.keys()]).toEqual(FUNCTIONS.filter(isMessageFed).map(({ name }) => name));
    for (const [name, { name: routed }] of ROUTES) expect(routed).toBe(name);
  });

  it("has one function for each of our own queues", () => {
    const queues = functionsFedBy("queue").map(({ fed }) => fed.queue);
    expect([...queues].sort()).toEqual(["actions", "plans", "sweeps", "timers"]);
  });

  it("lets functions send to functions that our own messages are for, and to no others", () => {
    const own = functionsFedBy("queue").map(({ name }) => name);
    const sent = FUNCTIONS.flatMap(({ may }) => may.sends ?? []);
    expect([...new Set(sent)].sort()).toEqual([...own].sort());
  });

  it("reads by contracts that are listed", () => {
    const read = FUNCTIONS.flatMap(({ contract }) => contract ?? []);
    expect(read.filter((contract) => !CONTRACTS.includes(contract))).toEqual([]);
  });

  it("leaves nothing that AWS says, and no message of ours, without a function that reads it", async () => {
    const folder = new URL("../../events/commands/", import.meta.url);
    const files = readdirSync(folder).map((file) => import(new URL(file, folder).href));
    const commands = (await Promise.all(files)).flatMap((exported): readonly Contract[] => Object.values(exported));
    const said = [...commands, ...CONTRACTS.filter(({ source }) => source.startsWith("aws."))];
    expect(said.length).toBeGreaterThanOrEqual(13);
    const read = FUNCTIONS.flatMap(({ contract }) => contract ?? []);
    expect(said.filter((contract) => !read.includes(contract)).map(keyOf)).toEqual([]);
  });

  it.each(FUNCTIONS.filter(isQueueFed).map(({ name, fed }) => [name, fed] as const))(
    "takes no more messages of the queue of %s than SQS gives, and no fewer at once than SQS takes",
    (_, fed) => {
      expect(fed.batch).toBeLessThanOrEqual(SQS.batchMax);
      expect(fed.atOnce ?? LAMBDA.maximumConcurrencyLeast).toBeGreaterThanOrEqual(LAMBDA.maximumConcurrencyLeast);
    },
  );

  it("uses every row of retries", () => {
    const used = FUNCTIONS.filter(isQueueFed).map(({ fed }) => fed.retry);
    expect(Object.keys(RETRIES).filter((row) => !used.some((each) => each === row))).toEqual([]);
  });
});

/** Whether messages that a function sends can come back to it, over whichever functions. */
function comesBack(name: string): boolean {
  const sendsOf = (one: string) => FUNCTIONS.find((row) => row.name === one)?.may.sends ?? [];
  const reached = new Set<string>();
  const visit = (one: string): void => {
    for (const next of sendsOf(one)) {
      if (reached.has(next)) continue;
      reached.add(next);
      visit(next);
    }
  };
  visit(name);
  return reached.has(name);
}

describe("a chain of messages", () => {
  it.each(FUNCTIONS.map(({ name, runs }) => [name, runs.recursion] as const))(
    "may come back to %s where its row allows it, and only there: %s",
    (name, recursion) => expect(recursion).toBe(comesBack(name) ? "allowed" : "none"),
  );
});
