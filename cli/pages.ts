import type * as z from "zod";
import { LIST_PAGES_MAX } from "../core/model/limits.ts";
import { type Page, wholeOf } from "../events/pages.ts";
import type { Plane, PlaneAnswer } from "./client.ts";

/** Every page of a list of the API, LIST_PAGES_MAX at most: with a marker, the list is cut off there. */
export async function everyPage<Body extends { readonly marker?: string | undefined }, Item>(
  plane: Plane,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  answer: z.ZodType<Body>,
  itemsOf: (body: Body) => readonly Item[],
): Promise<PlaneAnswer<Page<Item>>> {
  let refused: Exclude<PlaneAnswer<Body>, { kind: "ok" }> | undefined;
  const read = async (marker?: string): Promise<Page<Item>> => {
    const answered = await plane(`GET ${path}${queryText({ ...query, marker })}`, answer);
    if (answered.kind !== "ok") {
      refused = answered;
      return { items: [] };
    }
    const { body } = answered;
    return { items: itemsOf(body), ...(body.marker !== undefined && { marker: body.marker }) };
  };
  const body = await wholeOf(read, LIST_PAGES_MAX);
  return refused ?? { kind: "ok", body };
}

/** `?a=1&b=2`, of what is given; nothing: no text. */
export function queryText(query: Readonly<Record<string, string | undefined>>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, value);
  return given.size === 0 ? "" : `?${given}`;
}
