import * as z from "zod";
import type { Page } from "../pages.ts";
import type { Following } from "./follow.ts";
import { DETAILS, type Kind, type Resources } from "./resources.ts";

/** Asks with GET. `fetch` does; on AWS it must be one that signs (SigV4, service `execute-api`). */
export type Get = (url: string) => Promise<{ readonly status: number; json(): Promise<unknown> }>;

interface Route {
  /** The list's path, and the field of its answer that holds the items. */
  readonly list: string;
  readonly items: string;
  /** The field of an item's answer that holds it; absent: the answer is the item. */
  readonly item?: string;
}

const ROUTES: Readonly<Record<Kind, Route>> = {
  instance: { list: "/instances", items: "instances", item: "instance" },
  claim: { list: "/claims", items: "claims", item: "claim" },
  pool: { list: "/pools", items: "pools" },
  template: { list: "/templates", items: "templates" },
  sweep: { list: "/sweeps", items: "sweeps" },
};

/** `list` and `fetch` of a plane's HTTP API, for {@link Following}. `pool`: only what is of that pool, of instances and claims. An
 *  answer that is none of the plane's throws. */
export function plane<K extends Kind>(
  kind: K,
  { url, get = fetch, pool }: { readonly url: string; readonly get?: Get; readonly pool?: string },
): Pick<Following<K>, "list" | "fetch"> {
  const { list, items, item } = ROUTES[kind];
  const base = url.replace(/\/$/, "");
  const details = DETAILS[kind] as unknown as z.ZodType<Resources[K]>;
  const listAnswer = z.object({ [items]: z.array(details), marker: z.string().optional() });
  const itemAnswer = item === undefined ? details : z.object({ [item]: details }).transform((answer) => answer[item]);

  async function ask(path: string): Promise<unknown> {
    const answer = await get(base + path);
    if (answer.status === 404) return undefined;
    const body = await answer.json().catch(() => undefined);
    if (answer.status === 200) return body;
    throw new Error(`GET ${base}${path} answered ${answer.status}: ${JSON.stringify(body)}`);
  }

  return {
    async list(marker): Promise<Page<Resources[K]>> {
      const query = new URLSearchParams({
        ...(pool !== undefined && { pool }),
        ...(marker !== undefined && { marker }),
      });
      const { marker: next, ...body } = listAnswer.parse(await ask(query.size === 0 ? list : `${list}?${query}`));
      return { items: body[items] as readonly Resources[K][], ...(next !== undefined && { marker: next as string }) };
    },
    async fetch(id) {
      const body = await ask(`${list}/${encodeURIComponent(id)}`);
      return body === undefined ? undefined : (itemAnswer.parse(body) as Resources[K]);
    },
  };
}
