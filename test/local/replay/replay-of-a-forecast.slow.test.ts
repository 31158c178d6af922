import { expect, it } from "vitest";
import { poolFile } from "../../../events/requests/pool-file.v1.ts";
import { DEMO_POOLS } from "../../../local/demo-pools.ts";
import { replay } from "../../../local/replay/replay.ts";
import { record, written } from "./recording.ts";

/** Its own forecast, of one day of demand, wants another size than its file. */
const pools = poolFile.parse({
  version: 1,
  templates: DEMO_POOLS.templates,
  pools: [{ ...DEMO_POOLS.pools[1], target: { stopped: 2 }, forecast: { hit: 0.9 } }],
});

it("demand is counted and forecast again in a replay, and the plans that follow it are the very same", async () => {
  const { events, decisions } = await record({ pools, days: 1.02 });
  expect(decisions.some((line) => line.includes("forecast-none"))).toBe(true);
  expect(decisions.some((line) => line.includes("history-short"))).toBe(true);
  const { difference, problems } = await replay({ events: await written(events), against: await written(decisions) });
  expect(difference).toMatchObject({ added: 0, removed: 0, changed: 0, same: decisions.length });
  expect(problems.shown).toEqual([]);
}, 120_000);
