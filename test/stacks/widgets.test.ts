import { expect, it } from "vitest";
import { figuresOf } from "../../core/planner/figures.ts";
import { settingsOf } from "../../stacks/settings.ts";
import { dashboardBody, EMITTED, UNDRAWN } from "../../stacks/widgets.ts";
import { aSnapshot } from "../core/planner/snapshots.ts";
import { tree } from "../tidy/tree.ts";

const COUNTED = /\bcounters\s*\.(?:count|(?:time|amount|add)\?\.)\(\s*(["`])([^"`]+)\1/g;
/** Kinds that a template in `core/flows/steps/tally.ts` fills in. */
const KINDS = ["missed", "late", "doubled"];

const sources = tree(process.cwd()).filter(({ path }) => /^(?:core|adapters|functions)\//.test(path));
const counted = new Set(
  sources
    .flatMap(({ text }) => [...text.matchAll(COUNTED)].flatMap(([, , name]) => name ?? []))
    .flatMap((name) => (name.includes("$") ? KINDS.map((kind) => name.replace(/\$\{\w+\}/, kind)) : [name]))
    .concat(Object.keys(figuresOf(aSnapshot()))),
);

it("knows the only place where figures are emitted many at once", () =>
  expect(sources.flatMap(({ text }) => text.match(/\bcounters\s*\.gauge\?\.\(\w+/g) ?? [])).toEqual([
    "counters.gauge?.(figuresOf",
  ]));

it("knows every figure that the code counts, and none that it does not", () =>
  expect(Object.keys(EMITTED).sort()).toEqual([...counted].sort()));

const body = dashboardBody(settingsOf("try", { GREENROOM_REGION: "eu-west-1" }));

it("has no dimension that Powertools writes itself, or that is called as a figure is: both would stand in one place of the line", () => {
  const taken = new Set(["service", "function_name", "_aws", ...Object.keys(EMITTED)]);
  const dimensions = [...new Set(Object.values(EMITTED).flat())];
  expect(dimensions.filter((name) => taken.has(name))).toEqual([]);
});

it("draws each of them, by all the dimensions it has, or says why not", () => {
  const drawn = ([name, dimensions]: readonly [string, readonly string[]]): boolean =>
    body.includes(`{greenroom,service,${dimensions.join(",")}} MetricName=\\"${name}\\"`);
  const undrawn = Object.entries(EMITTED).filter((each) => !drawn(each));
  expect(undrawn.map(([name]) => name)).toEqual(Object.keys(UNDRAWN));
});

it("draws nothing that nobody counts", () => {
  const names = [...body.matchAll(/\{greenroom,service,[^}]*\} MetricName=\\"([^"\\]+)/g)].map(([, name]) => name);
  expect(names.filter((name) => name === undefined || !counted.has(name))).toEqual([]);
});

it("stays within what CloudWatch takes for a search", () => {
  const { widgets } = JSON.parse(body);
  const searches = widgets.flatMap(({ properties }: { properties: { metrics?: [{ expression: string }][] } }) =>
    (properties.metrics ?? []).map(([{ expression }]) => expression),
  );
  for (const search of searches) expect(search.length, search).toBeLessThanOrEqual(1024);
});
