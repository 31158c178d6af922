import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { Plane } from "../../cli/client.ts";
import { everyPage, queryText } from "../../cli/pages.ts";
import { LIST_PAGES_MAX } from "../../core/model/limits.ts";

const answer = z.object({ resources: z.array(z.number()), marker: z.string().optional() });

/** A plane whose list has so many pages, of which the second is empty. */
function paging(pages: number) {
  const asked: string[] = [];
  const plane: Plane = async (request, schema) => {
    asked.push(request);
    const at = asked.length;
    const body = { resources: at === 2 ? [] : [at], ...(at < pages && { marker: `m=${at}` }) };
    return { kind: "ok", body: schema.parse(body) };
  };
  return { asked, all: () => everyPage(plane, "/things", { az: "a b" }, answer, ({ resources }) => resources) };
}

describe("a list", () => {
  it("is read to its end, past empty pages, with the same filters throughout", async () => {
    const { asked, all } = paging(3);
    expect(await all()).toEqual({ kind: "ok", body: { items: [1, 3] } });
    expect(asked).toEqual(["GET /things?az=a+b", "GET /things?az=a+b&marker=m%3D1", "GET /things?az=a+b&marker=m%3D2"]);
  });

  it("that has no end is cut off, and says where", async () => {
    const { asked, all } = paging(Number.POSITIVE_INFINITY);
    expect(await all()).toMatchObject({ kind: "ok", body: { marker: `m=${LIST_PAGES_MAX}` } });
    expect(asked).toHaveLength(LIST_PAGES_MAX);
  });

  it("is asked for without a query when there is nothing to say", () => {
    expect(queryText({ pool: undefined })).toBe("");
  });
});
