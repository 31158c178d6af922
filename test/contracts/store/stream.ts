import { describe, expect, test } from "vitest";
import type { Written } from "../../../core/ports/store.ts";
import { newSweep } from "../../../core/reconcile/shards.ts";
import {
  aClaim,
  aLedger,
  anInstance,
  anIntent,
  anUnavailable,
  aPool,
  aTemplate,
  EPOCH,
  instanceNo,
  next,
  POOL,
  REGION,
} from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

const of = (told: readonly Written[], kind: Written["kind"]) => told.filter((written) => written.kind === kind);

export function streamContract(makeSubject: MakeSubject): void {
  describe("stream", () => {
    test("every write is told once, with what was before, in order", async () => {
      const { store, told } = await makeSubject();
      const instance = anInstance();
      const leased = next(instance, { state: "handing-over" });
      const dead = next(leased, { state: "gone" });
      const claim = aClaim();
      const served = next(claim, { state: "leased" });
      await store.records.commit({ instance });
      await store.records.commit({ claim });
      await store.records.commit({ instance: leased, claim: served });
      await store.records.commit({ instance: dead });

      const all = await told(5);
      expect(of(all, "instance")).toEqual([
        { kind: "instance", after: instance },
        { kind: "instance", before: instance, after: leased },
        {
          kind: "instance",
          before: leased,
          after: dead,
          closed: { instance: dead.id, until: 3, transitions: [instance.last, leased.last, dead.last] },
        },
      ]);
      expect(of(all, "claim")).toEqual([
        { kind: "claim", after: claim },
        { kind: "claim", before: claim, after: served },
      ]);
      expect(all).toHaveLength(5);
    });

    test("a refused write tells nothing", async () => {
      const { store, told } = await makeSubject();
      const [instance, claim] = [anInstance(), aClaim()];
      await store.records.commit({ instance });
      await store.records.commit({ instance });
      await store.records.commit({ instance, claim });
      await store.records.commit({ claim });
      expect(await told(2)).toEqual([
        { kind: "instance", after: instance },
        { kind: "claim", after: claim },
      ]);
    });

    test("a pool tells of its making and its changes", async () => {
      const { store, told } = await makeSubject();
      const pool = aPool();
      await store.pools.save(pool);
      await store.pools.save(pool);
      await store.pools.save(next(pool));
      expect(await told(2)).toEqual([
        { kind: "pool", after: pool },
        { kind: "pool", before: pool, after: next(pool) },
      ]);
    });

    test("a version of a template tells of its making, once", async () => {
      const { store, told } = await makeSubject();
      await store.templates.save(aTemplate());
      await store.templates.save(aTemplate());
      await store.templates.save(aTemplate({ version: 4 }));
      expect(await told(2)).toEqual([
        { kind: "template", after: aTemplate() },
        { kind: "template", after: aTemplate({ version: 4 }) },
      ]);
    });

    test("a sweep tells of every write", async () => {
      const { store, told } = await makeSubject();
      const sweep = newSweep(REGION, [`${REGION}a`], EPOCH);
      await store.sweeps.save(sweep);
      await store.sweeps.save(sweep);
      await store.sweeps.save(next(sweep, { readAt: EPOCH }));
      expect(await told(2)).toEqual([
        { kind: "sweep", after: sweep },
        { kind: "sweep", before: sweep, after: next(sweep, { readAt: EPOCH }) },
      ]);
    });

    test("ledgers, unavailable offerings and roll calls tell nothing", async () => {
      const { store, told } = await makeSubject();
      await store.ledgers.save(aLedger(), { added: [anIntent()], dropped: [] });
      await store.ledgers.settle(POOL, anIntent().token);
      await store.offerings.save(anUnavailable());
      const sweep = newSweep(REGION, [`${REGION}a`], EPOCH);
      await store.seenSet.see({ sweep: sweep.id, zone: `${REGION}a`, generation: 1, page: 0, ids: [instanceNo(1)] });
      await store.pools.save(aPool());
      expect(await told(1)).toEqual([{ kind: "pool", after: aPool() }]);
    });
  });
}
