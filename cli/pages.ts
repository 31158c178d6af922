import type * as z from "zod";
import { LIST_PAGES_MAX } from "../core/model/limits.ts";
import type { Answered, Plane } from "./client.ts";

export interface Whole<Item> {
  readonly items: readonly Item[];
  /** Where the list was cut off; absent: it is whole. */
  readonly marker?: string;
}

/** Every page of a list, each beginning where the last ended, so that none is skipped or doubled while others come and go. */
export async function everyPage<Body extends { readonly marker?: string | undefined }, Item>(
  plane: Plane,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  answer: z.ZodType<Body>,
  itemsOf: (body: Body) => readonly Item[],
): Promise<Answered<Whole<Item>>> {
  const items: Item[] = [];
  let marker: string | undefined;
  for (let page = 0; page < LIST_PAGES_MAX; page += 1) {
    const answered = await plane(`GET ${path}${queryText({ ...query, marker })}`, answer);
    if (answered.kind !== "ok") return answered;
    items.push(...itemsOf(answered.body));
    marker = answered.body.marker;
    if (marker === undefined) return { kind: "ok", body: { items } };
  }
  return { kind: "ok", body: { items, ...(marker !== undefined && { marker }) } };
}

/** `?a=1&b=2`, of what is given; nothing: no text. */
export function queryText(query: Readonly<Record<string, string | undefined>>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, value);
  return given.size === 0 ? "" : `?${given}`;
}
