/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins; absent: this is the list's end. */
  readonly marker?: string;
}

/** Reads one page, from a marker of the page before on; undefined: from the beginning. */
export type ReadPage<Item> = (marker?: string) => Promise<Page<Item>>;

/** A page of a list that has no marker of its own: one that is not full is the last, and the next begins behind the last item. */
export function pageOf<Item>(items: readonly Item[], limit: number, markerOf: (last: Item) => string): Page<Item> {
  const last = items.at(-1);
  return last === undefined || items.length < limit ? { items } : { items, marker: markerOf(last) };
}

/** The pages of a list, each beginning where the last ended, so that none is skipped or doubled while others come and go. After `pagesMax`
 *  pages it ends although more may follow: it returns where, and undefined at the list's end. */
export async function* pagesOf<Item>(
  read: ReadPage<Item>,
  pagesMax: number,
): AsyncGenerator<readonly Item[], string | undefined> {
  let marker: string | undefined;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const page = await read(marker);
    yield page.items;
    marker = page.marker;
    if (marker === undefined) return undefined;
  }
  return marker;
}

/** All items of a list, of `pagesMax` pages at most; with a marker: it goes on there. */
export async function wholeOf<Item>(read: ReadPage<Item>, pagesMax: number): Promise<Page<Item>> {
  const items: Item[] = [];
  const pages = pagesOf(read, pagesMax);
  for (;;) {
    const { done, value } = await pages.next();
    if (done) return { items, ...(value !== undefined && { marker: value }) };
    items.push(...value);
  }
}
