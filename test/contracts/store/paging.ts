import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Claim, turnOf } from "../../../core/model/claim.ts";
import type { PoolId } from "../../../core/model/ids.ts";
import type { Instance } from "../../../core/model/instance.ts";
import type { Change, Store } from "../../../core/ports/store.ts";
import { aClaim, anInstance, claimNo, EPOCH, instanceNo, next } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

const THINGS = 12;
/** The first of them are there from the beginning. */
const BEGUN = 6;

/** A list that is read page by page, and what may become of the things in it. */
interface List<Thing> {
  born(n: number, pool: PoolId): Thing;
  later(thing: Thing): Thing;
  ended(thing: Thing): Thing;
  change(thing: Thing): Change;
  placeOf(thing: Thing): string;
  page(store: Store, pool: PoolId, from: { after?: string; limit: number }): Promise<readonly Thing[]>;
}

const instances: List<Instance> = {
  born: (n, pool) => anInstance({ id: instanceNo(n), pool }),
  later: (instance) => next(instance, { state: instance.state === "warm" ? "parking" : "warm" }),
  ended: (instance) => next(instance, { state: "gone" }),
  change: (instance) => ({ instance }),
  placeOf: ({ id }) => id,
  page: (store, pool, from) => store.instances.page(pool, from),
};

/** Some ask in one moment, and clocks differ: who is written later may have asked before. */
const claims: List<Claim> = {
  born: (n, pool) => aClaim({ id: claimNo(n), pool, requestedAt: EPOCH + ((n * 7) % 5) }),
  later: (claim) => next(claim, { state: claim.state === "pending" ? "leased" : "pending" }),
  ended: (claim) => next(claim, { state: "released", endedAt: EPOCH }),
  change: (claim) => ({ claim }),
  placeOf: turnOf,
  page: (store, pool, from) => store.claims.page(pool, from),
};

/** Reads a page, or takes one thing a step on in its life: it is born, changes, ends, is buried. */
const step = fc.oneof(
  fc.record({ read: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ n: fc.nat({ max: THINGS - 1 }), step: fc.constantFrom("later", "later", "on") }),
  fc.record({ n: fc.nat({ max: THINGS - 1 }), step: fc.constant("on") }),
);
/** Which of the things, as they are numbered, are there first and which come later. */
const order = fc.shuffledSubarray(
  Array.from({ length: THINGS }, (_, n) => n),
  { minLength: THINGS },
);

function holdsFor<Thing>(name: string, list: List<Thing>, makeSubject: MakeSubject): void {
  test(`reading ${name} page by page meets whatever is there throughout exactly once, and nothing twice`, async () => {
    const { store, bury } = await makeSubject();
    let runs = 0;
    const met = fc.asyncProperty(order, fc.array(step, { minLength: 10, maxLength: 50 }), async (numbers, steps) => {
      runs += 1;
      const pool = `pool-${runs}`;
      const base = runs * THINGS;
      const lives = new Map<number, { thing: Thing; is: "live" | "ended" | "buried" }>();
      const write = async (n: number, thing: Thing, is: "live" | "ended") => {
        expect(await store.records.commit(list.change(thing))).toEqual({ kind: "saved" });
        lives.set(n, { thing, is });
      };
      const grow = async (n: number, how: "later" | "on") => {
        const life = lives.get(n);
        if (!life) return write(n, list.born(base + n, pool), "live");
        if (life.is === "buried") return;
        if (how === "later") return life.is === "live" ? write(n, list.later(life.thing), "live") : undefined;
        if (life.is === "live") return write(n, list.ended(life.thing), "ended");
        await bury(list.change(life.thing));
        lives.set(n, { ...life, is: "buried" });
      };
      const places: string[] = [];
      const read = async (limit: number) => {
        const after = places.at(-1);
        const page = await list.page(store, pool, { limit, ...(after !== undefined && { after }) });
        places.push(...page.map(list.placeOf));
        return page.length < limit ? "end" : "more";
      };

      const begun = numbers.slice(0, BEGUN);
      for (const n of begun) await grow(n, "on");
      await expect.poll(() => list.page(store, pool, { limit: THINGS })).toHaveLength(BEGUN);
      let end = false;
      for (const taken of steps) {
        if ("n" in taken) await grow(numbers[taken.n]!, taken.step);
        else if (!end) end = (await read(taken.read)) === "end";
      }
      for (let pages = 0; !end && pages < THINGS; pages += 1) end = (await read(2)) === "end";

      expect(end).toBe(true);
      expect(places).toEqual([...new Set(places)].sort());
      const stayed = begun.map((n) => lives.get(n)!).filter(({ is }) => is !== "buried");
      expect(places).toEqual(expect.arrayContaining(stayed.map(({ thing }) => list.placeOf(thing))));
    });
    await fc.assert(met, { numRuns: 10, seed: 20260105, endOnFailure: true });
  });
}

export function pagingContract(makeSubject: MakeSubject): void {
  describe("always", () => {
    holdsFor("instances", instances, makeSubject);
    holdsFor("claims", claims, makeSubject);
  });
}
