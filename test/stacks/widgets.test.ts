import { expect, it } from "vitest";
import { settingsOf } from "../../stacks/settings.ts";
import { dashboardBody, EMITTED } from "../../stacks/widgets.ts";
import { tree } from "../tidy/tree.ts";

const COUNTED = /\bcounters\s*\.(?:count|time\?\.)\(\s*(["`])([^"`]+)\1/g;
/** Kinds that a template in `core/flows/steps/tally.ts` fills in. */
const KINDS = ["missed", "late", "doubled"];

const counted = new Set(
  tree(process.cwd())
    .filter(({ path }) => /^(?:core|adapters|functions)\//.test(path))
    .flatMap(({ text }) => [...text.matchAll(COUNTED)].flatMap(([, , name]) => name ?? []))
    .flatMap((name) => (name.includes("$") ? KINDS.map((kind) => name.replace(/\$\{\w+\}/, kind)) : [name])),
);

it("knows every figure that the code counts, and none that it does not", () =>
  expect(Object.keys(EMITTED).sort()).toEqual([...counted].sort()));

it("draws each of them, by all the dimensions it has", () => {
  const body = dashboardBody(settingsOf("try", { GREENROOM_REGION: "eu-west-1" }));
  for (const [name, dimensions] of Object.entries(EMITTED))
    expect(body, name).toContain(`{greenroom,service,${dimensions.join(",")}} MetricName=\\"${name}\\"`);
});

it("stays within what CloudWatch takes for a search", () => {
  const { widgets } = JSON.parse(dashboardBody(settingsOf("try", { GREENROOM_REGION: "eu-west-1" })));
  const searches = widgets.flatMap(({ properties }: { properties: { metrics: [{ expression: string }][] } }) =>
    properties.metrics.map(([{ expression }]) => expression),
  );
  for (const search of searches) expect(search.length, search).toBeLessThanOrEqual(1024);
});
