import { describe, expect, it } from "vitest";
import { type Page, pageOf, pagesOf, wholeOf } from "../../events/pages.ts";

/** A list of numbers in pages of two, that notes which markers were asked for. */
function listOf(count: number) {
  const asked: (string | undefined)[] = [];
  const all = Array.from({ length: count }, (_, n) => n);
  const read = async (marker?: string): Promise<Page<number>> => {
    asked.push(marker);
    return pageOf(all.filter((n) => n > Number(marker ?? -1)).slice(0, 2), 2, String);
  };
  return { asked, read };
}

describe("a list that is read page by page", () => {
  it.each([
    [0, []],
    [1, [0]],
    [2, [0, 1]],
    [5, [0, 1, 2, 3, 4]],
  ])("of %i items is whole at its end", async (count, items) => {
    expect(await wholeOf(listOf(count).read, 9)).toEqual({ items });
  });

  it("begins each page where the last one ended, and asks for none behind the end", async () => {
    const { asked, read } = listOf(5);
    await wholeOf(read, 9);
    expect(asked).toEqual([undefined, "1", "3"]);
  });

  it("that is longer than it may be says where it goes on", async () => {
    const { asked, read } = listOf(5);
    expect(await wholeOf(read, 2)).toEqual({ items: [0, 1, 2, 3], marker: "3" });
    expect(asked).toHaveLength(2);
  });

  it("is read no further than it is wanted", async () => {
    const { asked, read } = listOf(5);
    for await (const page of pagesOf(read, 9)) if (page.includes(2)) break;
    expect(asked).toHaveLength(2);
  });
});

it.each([
  [[], 2, undefined],
  [[7], 2, undefined],
  [[7, 8], 2, "8"],
])("a page of %j, where %i are a full one, goes on at %s", (items, limit, marker) => {
  expect(pageOf(items, limit, String)).toEqual({ items, ...(marker !== undefined && { marker }) });
});
