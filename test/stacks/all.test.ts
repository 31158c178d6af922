import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { eventRoutes, queueRoutes } from "../../functions/routes.ts";
import { DEPLOYED } from "../../stacks/all.ts";

const ROOT = join(import.meta.dirname, "../..");
/** Not a handler: what the local cloud runs them by. */
const ROUTES = "routes.ts";
const namesIn = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== ROUTES)
    .map(({ name }) => name.replace(/\.ts$/, ""))
    .sort();
const named = DEPLOYED.map(({ name }) => name);

it("deploys every handler, each by a file of its own name", () => {
  expect([...named].sort()).toEqual(namesIn("functions"));
  expect(namesIn("stacks/functions")).toEqual(namesIn("functions"));
});

it("names each once, in the order of the alphabet", () => expect(named).toEqual([...new Set(named)].sort()));

it("feeds events of AWS by the contracts that the functions read", () => {
  const fed = DEPLOYED.flatMap(({ name, fed }) => (fed.by === "event" ? [[name, fed.contract] as const] : []));
  expect(Object.fromEntries(fed)).toEqual(
    Object.fromEntries(eventRoutes.map(({ name, contract }) => [name, contract])),
  );
});

it("has the queues that functions send to fed to the functions that read them", () => {
  const own = DEPLOYED.filter(({ fed }) => fed.by === "queue").map(({ name }) => name);
  expect(own.sort()).toEqual(
    Object.values(queueRoutes)
      .map(({ name }) => name)
      .sort(),
  );
});
