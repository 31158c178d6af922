import { type Page, pagesOf, type ReadPage } from "../pages.ts";
import { isOver, type Kind, type Resources, type Said } from "./resources.ts";

/** Resources that one follower keeps the versions of. */
export const RESOURCES_MAX = 1_000_000;
/** Resources that are over and whose versions are still remembered, so that a late double brings none of them back. */
export const OVER_KEPT_MAX = 10_000;
/** Pages of one list. */
export const PAGES_MAX = 100_000;
/** Times in a row that a source may end before anything is heard from it. */
export const CUT_OFFS_MAX = 10;

/** What is followed, and how it is reached. */
export interface Following<K extends Kind> {
  readonly kind: K;
  /** Begins to listen. From when it resolves on, nothing that is published gets lost before the iteration's end, but for what the path
   *  itself loses; what is published meanwhile waits in it. It is called again after an end or an error: wait in it before you connect
   *  again. Resources of other kinds are left out. An item is dealt with when the next one is asked for. */
  readonly source: () => Promise<AsyncIterable<Said>>;
  readonly list: (marker?: string) => Promise<Page<Resources[K]>>;
  /** The resource as it is now; undefined: there is none, or none any more. */
  readonly fetch: (id: string) => Promise<Resources[K] | undefined>;
}

/** What became of a resource. Every update brings a higher version than the last one of that resource. */
export type Update<K extends Kind> =
  /** It is new, or changed. `said`: the notice that said so; absent: it was listed or fetched. */
  | { readonly kind: "is"; readonly resource: Resources[K]; readonly said?: Said }
  /** It will not change again. `resource`: what it was in the end; absent: its record expired before it could be read. */
  | { readonly kind: "over"; readonly id: string; readonly resource?: Resources[K]; readonly said?: Said }
  /** All resources are as a list just gave them. */
  | { readonly kind: "listed"; readonly resources: number }
  /** The source ended. It is asked for again, and then the list. */
  | { readonly kind: "cut-off"; readonly error?: unknown };

/** Keeps up with all resources of a kind: lists them, then applies the notices with a higher version. Doubles and what comes late are
 *  dropped; a gap, or a notice by reference, fetches that one resource; after a cut-off it lists again, and what was known and is not
 *  listed is fetched. Ends when whoever iterates stops; throws what `list`, `fetch` and `source` throw. */
export async function* follow<K extends Kind>(following: Following<K>): AsyncGenerator<Update<K>> {
  const { source, list, fetch, kind } = following;
  const known = versions<K>(kind);
  let cutOffs = 0;
  for (;;) {
    const notices = await source();
    const listed = new Set<string>();
    for await (const resource of everyOne(list)) {
      listed.add(resource.id);
      yield* known.settle(resource);
    }
    for (const id of known.ids()) if (!listed.has(id)) yield* known.found(id, await fetch(id));
    yield { kind: "listed", resources: listed.size };
    let error: unknown;
    try {
      for await (const said of notices) {
        cutOffs = 0;
        if (said.kind === kind) yield* hear(following, known, said);
      }
    } catch (thrown) {
      if (thrown instanceof FollowError) throw thrown;
      error = thrown;
    }
    cutOffs += 1;
    if (cutOffs > CUT_OFFS_MAX)
      throw new Error(`the source ended ${cutOffs} times in a row and nothing was heard`, { cause: error });
    yield { kind: "cut-off", ...(error !== undefined && { error }) };
  }
}

/** What is not the source's: it ends the following, and is no cut-off. */
class FollowError extends Error {}

async function* hear<K extends Kind>(
  { fetch }: Following<K>,
  known: Versions<K>,
  said: Said,
): AsyncGenerator<Update<K>> {
  const { id, version } = said.resource;
  const last = known.of(id);
  if (version <= last) return;
  const resource = "href" in said ? undefined : (said.resource as Resources[K]);
  if (resource && version === last + 1) return yield* known.settle(resource, said);
  const fetched = await fetch(id).catch((cause: unknown) => {
    throw new FollowError(`${id} could not be fetched`, { cause });
  });
  if (resource && fetched && fetched.version < version) return yield* known.settle(resource, said);
  yield* known.found(id, fetched, version);
}

async function* everyOne<Resource>(list: ReadPage<Resource>): AsyncGenerator<Resource> {
  const pages = pagesOf(list, PAGES_MAX);
  for (;;) {
    const { done, value } = await pages.next();
    if (!done) yield* value;
    else if (value === undefined) return;
    else throw new Error(`the list has more than ${PAGES_MAX} pages`);
  }
}

/** Which version of each resource was seen last: all that a follower remembers. */
interface Versions<K extends Kind> {
  /** 0: never seen. */
  of(id: string): number;
  /** Those that are not over. */
  ids(): readonly string[];
  settle(resource: Resources[K], said?: Said): Generator<Update<K>>;
  /** What a fetch answered. `announced`: the version that made us fetch. */
  found(id: string, resource: Resources[K] | undefined, announced?: number): Generator<Update<K>>;
}

function versions<K extends Kind>(kind: K): Versions<K> {
  const live = new Map<string, number>();
  const over = new Map<string, number>();
  const of = (id: string): number => live.get(id) ?? over.get(id) ?? 0;

  const end = (id: string, version: number): void => {
    live.delete(id);
    over.set(id, version);
    const [oldest] = over.keys();
    if (over.size > OVER_KEPT_MAX && oldest !== undefined) over.delete(oldest);
  };

  function* settle(resource: Resources[K], said?: Said): Generator<Update<K>> {
    const { id, version } = resource;
    if (version <= of(id)) return;
    const why = said && { said };
    if (isOver(kind, resource)) {
      end(id, version);
      yield { kind: "over", id, resource, ...why };
      return;
    }
    live.set(id, version);
    if (live.size > RESOURCES_MAX)
      throw new FollowError(`there are more than ${RESOURCES_MAX} resources: follow fewer at a time`);
    yield { kind: "is", resource, ...why };
  }

  return {
    of,
    ids: () => [...live.keys()],
    settle,
    *found(id, resource, announced = of(id)) {
      if (resource && resource.version < announced)
        throw new FollowError(
          `version ${announced} of ${id} was announced, and version ${resource.version} was fetched`,
        );
      if (resource) return yield* settle(resource);
      const wasLive = live.has(id);
      end(id, announced);
      if (wasLive) yield { kind: "over", id };
    },
  };
}
