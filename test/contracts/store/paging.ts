import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Claim, turnOf } from "../../../core/model/claim.ts";
import type { PoolId } from "../../../core/model/ids.ts";
import type { Instance } from "../../../core/model/instance.ts";
import type { Change, Store } from "../../../core/ports/store.ts";
import { aClaim, anInstance, claimNo, EPOCH, instanceNo, next } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

const RESOURCES = 12;
/** The first of them are there from the beginning. */
const BEGUN = 6;

/** A list that is read page by page, and what may become of the things in it. */
interface List<Resource> {
  born(n: number, pool: PoolId): Resource;
  later(resource: Resource): Resource;
  ended(resource: Resource): Resource;
  change(resource: Resource): Change;
  offeringOf(resource: Resource): string;
  page(store: Store, pool: PoolId, from: { after?: string; limit: number }): Promise<readonly Resource[]>;
}

const instances: List<Instance> = {
  born: (n, pool) => anInstance({ id: instanceNo(n), pool }),
  later: (instance) => next(instance, { state: instance.state === "warm" ? "parking" : "warm" }),
  ended: (instance) => next(instance, { state: "gone" }),
  change: (instance) => ({ instance }),
  offeringOf: ({ id }) => id,
  page: (store, pool, from) => store.instances.page(pool, from),
};

/** Some ask in one moment, and clocks differ: who is written later may have asked before. */
const claims: List<Claim> = {
  born: (n, pool) => aClaim({ id: claimNo(n), pool, requestedAt: EPOCH + ((n * 7) % 5) }),
  later: (claim) => next(claim, { state: claim.state === "pending" ? "leased" : "pending" }),
  ended: (claim) => next(claim, { state: "released", endedAt: EPOCH }),
  change: (claim) => ({ claim }),
  offeringOf: turnOf,
  page: (store, pool, from) => store.claims.page(pool, from),
};

/** Reads a page, or takes one thing a step on in its life: it is born, changes, ends, expires. */
const step = fc.oneof(
  fc.record({ read: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ n: fc.nat({ max: RESOURCES - 1 }), step: fc.constantFrom("later", "later", "on") }),
  fc.record({ n: fc.nat({ max: RESOURCES - 1 }), step: fc.constant("on") }),
);
/** Which of the things, as they are numbered, are there first and which come later. */
const order = fc.shuffledSubarray(
  Array.from({ length: RESOURCES }, (_, n) => n),
  { minLength: RESOURCES },
);

function holdsFor<Resource>(name: string, list: List<Resource>, makeSubject: MakeSubject): void {
  test(`reading ${name} page by page meets whatever is there throughout exactly once, and nothing twice`, async () => {
    const { store, deadLetter } = await makeSubject();
    let runs = 0;
    const met = fc.asyncProperty(order, fc.array(step, { minLength: 10, maxLength: 50 }), async (numbers, steps) => {
      runs += 1;
      const pool = `pool-${runs}`;
      const base = runs * RESOURCES;
      const lives = new Map<number, { resource: Resource; is: "live" | "ended" | "dead-lettered" }>();
      const write = async (n: number, resource: Resource, is: "live" | "ended") => {
        expect(await store.records.commit(list.change(resource))).toEqual({ kind: "saved" });
        lives.set(n, { resource, is });
      };
      const grow = async (n: number, how: "later" | "on") => {
        const life = lives.get(n);
        if (!life) return write(n, list.born(base + n, pool), "live");
        if (life.is === "dead-lettered") return;
        if (how === "later") return life.is === "live" ? write(n, list.later(life.resource), "live") : undefined;
        if (life.is === "live") return write(n, list.ended(life.resource), "ended");
        await deadLetter(list.change(life.resource));
        lives.set(n, { ...life, is: "dead-lettered" });
      };
      const places: string[] = [];
      const read = async (limit: number) => {
        const after = places.at(-1);
        const page = await list.page(store, pool, { limit, ...(after !== undefined && { after }) });
        places.push(...page.map(list.offeringOf));
        return page.length < limit ? "end" : "more";
      };

      const begun = numbers.slice(0, BEGUN);
      for (const n of begun) await grow(n, "on");
      await expect.poll(() => list.page(store, pool, { limit: RESOURCES })).toHaveLength(BEGUN);
      let end = false;
      for (const taken of steps) {
        if ("n" in taken) await grow(numbers[taken.n]!, taken.step);
        else if (!end) end = (await read(taken.read)) === "end";
      }
      for (let pages = 0; !end && pages < RESOURCES; pages += 1) end = (await read(2)) === "end";

      expect(end).toBe(true);
      expect(places).toEqual([...new Set(places)].sort());
      const stayed = begun.map((n) => lives.get(n)!).filter(({ is }) => is !== "dead-lettered");
      expect(places).toEqual(expect.arrayContaining(stayed.map(({ resource }) => list.offeringOf(resource))));
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
