import { describe, expect, it } from "vitest";
import { RETRIES } from "../../core/model/retries.ts";
import { DEPLOYED } from "../../stacks/all.ts";
import { isQueueFed } from "../../stacks/deployed.ts";

/** Which functions a function sends to, by what its role may do. */
const SENDS: ReadonlyMap<string, readonly string[]> = new Map(
  DEPLOYED.map(({ name, may }) => [
    name,
    may
      .filter(({ actions }) => actions.includes("sqs:SendMessage"))
      .flatMap(({ on }) => on.flatMap((place) => place.match(/^queue:(.+)$/)?.[1] ?? [])),
  ]),
);

/** Every function that messages of this one reach, through others too. */
function reachedFrom(name: string, seen = new Set<string>()): ReadonlySet<string> {
  for (const next of SENDS.get(name) ?? []) {
    if (seen.has(next)) continue;
    seen.add(next);
    reachedFrom(next, seen);
  }
  return seen;
}

describe("the retry table", () => {
  it("has a row for every function that a queue feeds, and for no other", () =>
    expect(Object.keys(RETRIES).sort()).toEqual(
      DEPLOYED.filter(isQueueFed)
        .map(({ name }) => name)
        .sort(),
    ));

  it("allows recursion to exactly the functions whose messages come back to them", () => {
    const allowed = Object.entries(RETRIES).filter(([, { recursion }]) => recursion === "allowed");
    const recursive = DEPLOYED.filter(({ name }) => reachedFrom(name).has(name));
    expect(allowed.map(([name]) => name).sort()).toEqual(recursive.map(({ name }) => name).sort());
  });
});
