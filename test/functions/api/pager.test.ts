import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LIST_READS_MAX } from "../../../core/model/limits.ts";
import { markerOf, type Position, paged, positionOf } from "../../../functions/api/pager.ts";
import { instanceNo } from "../../builders.ts";

interface Row {
  readonly id: string;
  readonly isWanted: boolean;
}

/** Pools of rows, as a store keeps them. */
class Shelves {
  readonly pools = new Map<string, Map<string, Row>>();
  reads = 0;

  put(pool: string, row: Row): void {
    this.pools.set(pool, (this.pools.get(pool) ?? new Map()).set(row.id, row));
  }

  /** A page of the wanted, as a process that knows nothing but the marker answers it; the pools in any order. */
  async page(limit: number, marker?: string): Promise<{ seen: string[]; marker?: string }> {
    this.reads = 0;
    const from = marker === undefined ? undefined : positionOf("instances", marker);
    if (marker !== undefined && !from) throw new Error(`${marker} is no marker`);
    const { items, position } = await paged<Row>({
      pools: [...this.pools.keys()],
      keyOf: ({ id }) => id,
      read: async (pool, { after = "", limit: most }) => {
        this.reads += 1;
        const rows = [...(this.pools.get(pool)?.values() ?? [])].filter(({ id }) => id > after);
        return rows.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, most);
      },
      keeps: ({ isWanted }) => isWanted,
      limit,
      ...(from && { from }),
    });
    return { seen: items.map(({ id }) => id), ...(position && { marker: markerOf("instances", position) }) };
  }

  /** Every page there is; `between` happens before each but the first. */
  async all(limit: number, between: (page: number) => void = () => {}): Promise<string[][]> {
    const pages: string[][] = [];
    let marker: string | undefined;
    do {
      if (pages.length > 0) between(pages.length);
      const page = await this.page(limit, marker);
      pages.push(page.seen);
      marker = page.marker;
    } while (marker !== undefined);
    return pages;
  }
}

/** One pool per three ids, in no order that their numbers have. */
const poolOf = (n: number): string => `p${(n * 7) % 3}`;
const rowNo = (n: number, isWanted = true): Row => ({ id: instanceNo(n), isWanted });

describe("a page", () => {
  it("goes on in the next pool when one ends within it", async () => {
    const shelves = new Shelves();
    for (const [pool, n] of [
      ["b", 1],
      ["a", 2],
      ["a", 3],
      ["c", 4],
    ] as const)
      shelves.put(pool, rowNo(n));
    expect(await shelves.all(3)).toEqual([[2, 3, 1].map(instanceNo), [instanceNo(4)]]);
  });

  it("of nothing is the end", async () => {
    expect(await new Shelves().page(5)).toEqual({ seen: [] });
  });

  it("goes on in a pool that this process has not heard of yet", async () => {
    const shelves = new Shelves();
    shelves.put("a", rowNo(1));
    expect(await shelves.page(5, markerOf("instances", { pool: "new" }))).toEqual({ seen: [] });
    shelves.put("new", rowNo(2));
    expect(await shelves.page(5, markerOf("instances", { pool: "new" }))).toEqual({ seen: [instanceNo(2)] });
  });

  it("reads a bounded number of times, and may be empty and go on", async () => {
    const shelves = new Shelves();
    for (let n = 1; n <= 3 * LIST_READS_MAX; n += 1) shelves.put("a", rowNo(n, n === 3 * LIST_READS_MAX));
    const first = await shelves.page(1);
    expect({ ...first, reads: shelves.reads }).toMatchObject({ seen: [], reads: LIST_READS_MAX });
    expect((await shelves.all(1)).flat()).toEqual([instanceNo(3 * LIST_READS_MAX)]);
  });
});

describe("a marker", () => {
  const position: Position = { pool: "win-build", after: instanceNo(7) };
  const marker = markerOf("instances", position);

  it("is the place it was made from, for its own list only", () => {
    expect(positionOf("instances", marker)).toEqual(position);
    expect(positionOf("instances", markerOf("instances", { pool: "win-build" }))).toEqual({ pool: "win-build" });
    expect(positionOf("claims", marker)).toBeUndefined();
  });

  it.each([
    ["empty", ""],
    ["an instance's id", instanceNo(7)],
    ["cut", marker.slice(0, -3)],
    ["longer than it was", `${marker}!`],
    ["of another version", Buffer.from('{"v":2,"list":"instances","pool":"a"}').toString("base64url")],
    ["of no pool that may be", Buffer.from('{"v":1,"list":"instances","pool":"A B"}').toString("base64url")],
    [
      "longer than a key",
      Buffer.from(`{"v":1,"list":"instances","pool":"a","after":"${"x".repeat(99)}"}`).toString("base64url"),
    ],
    ["JSON, but no place", Buffer.from("[1]").toString("base64url")],
  ])("that is %s is none", (_, garbage) => {
    expect(positionOf("instances", garbage)).toBeUndefined();
  });
});

describe("always", () => {
  const number = fc.integer({ min: 0, max: 40 });
  const changes = fc.array(
    fc.array(fc.record({ n: number, does: fc.constantFrom("comes", "goes") }), { maxLength: 6 }),
  );

  it("what is there throughout is listed exactly once, and nothing is listed twice", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(number), changes, fc.integer({ min: 1, max: 7 }), async (first, steps, limit) => {
        const shelves = new Shelves();
        for (const n of first) shelves.put(poolOf(n), rowNo(n, n % 4 > 0));
        const throughout = new Set(first.filter((n) => n % 4 > 0).map(instanceNo));
        const pages = await shelves.all(limit, (page) => {
          expect(shelves.reads).toBeLessThanOrEqual(LIST_READS_MAX);
          for (const { n, does } of steps[page - 1] ?? []) {
            if (does === "comes") shelves.put(poolOf(n), rowNo(n, n % 4 > 0));
            else {
              shelves.pools.get(poolOf(n))?.delete(instanceNo(n));
              throughout.delete(instanceNo(n));
            }
          }
        });
        const seen = pages.flat();
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toEqual(expect.arrayContaining([...throughout]));
        expect(pages.every((page) => page.length <= limit)).toBe(true);
      }),
    );
  });

  it("no text but a marker is one", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(positionOf("instances", text)).toBeUndefined();
      }),
    );
  });
});
