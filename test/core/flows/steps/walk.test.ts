import { describe, expect, it } from "vitest";
import { walk } from "../../../../core/flows/steps/walk.ts";
import { SPREAD_FIRST, spread } from "../../../../core/model/ids.ts";
import { WALK_PAGES_MAX } from "../../../../core/model/limits.ts";
import { inState, instanceNo, POOL } from "../../../builders.ts";
import { type Stage, stage } from "../stage.ts";

const WARM = { pool: POOL, stateIndex: "warm", tier: "stopped" } as const;
/** Ids of a state index in the order of the spread. */
const inOrder = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => instanceNo(n)).sort((a, b) => (spread(a) < spread(b) ? -1 : 1));
const holding = (ids: readonly string[]) => stage({ instances: ids.map((id) => inState("warm", { id })) });
const walked = async (on: Stage, from: string, limit: number) => {
  const pages: (readonly string[])[] = [];
  for await (const page of walk(on.ports, WARM, from, limit)) pages.push(page.map(({ id }) => id));
  return pages;
};
const reads = ({ calls }: Stage) => calls.filter((call) => call === "instances.listByState").length;

describe("a walk through a state index", () => {
  const ids = inOrder(9);

  it("meets each once, from its place on and round", async () => {
    for (const [offering, id] of ids.entries())
      for (const limit of [1, 2, 4, 9, 20]) {
        const met = (await walked(await holding(ids), spread(id), limit)).flat();
        expect(met, `from ${offering} by ${limit}`).toEqual([...ids.slice(offering), ...ids.slice(0, offering)]);
      }
  });

  it("begins with the next where its place is between two", async () => {
    const between = (Number.parseInt(spread(ids[3] ?? ""), 16) + 1).toString(16).padStart(8, "0");
    expect((await walked(await holding(ids), between, 4)).flat()[0]).toBe(ids[4]);
  });

  it("reads no more than it is asked for", async () => {
    const on = await holding(ids);
    for await (const _page of walk(on.ports, WARM, spread(ids[2] ?? ""), 2)) break;
    expect(reads(on)).toBe(1);
  });

  it("ends at once where there is nothing more to read", async () => {
    const empty = await holding([]);
    await walked(empty, SPREAD_FIRST, 4);
    expect(reads(empty)).toBe(1);
    const whole = await holding(ids);
    await walked(whole, SPREAD_FIRST, 20);
    expect(reads(whole)).toBe(1);
  });

  it("is bounded, should the state index never end", async () => {
    const on = await holding(inOrder(WALK_PAGES_MAX + 5));
    expect(await walked(on, SPREAD_FIRST, 1)).toHaveLength(WALK_PAGES_MAX);
  });

  it("keeps to its state index and tier", async () => {
    const instances = [
      inState("warm"),
      inState("warm", { id: instanceNo(2), tier: "running" }),
      inState("parking", { id: instanceNo(3) }),
    ];
    expect((await walked(await stage({ instances }), SPREAD_FIRST, 4)).flat()).toEqual([instanceNo(1)]);
  });
});
