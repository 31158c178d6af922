import { describe, expect, test } from "vitest";
import type { Claim } from "../../../core/model/claim.ts";
import { SPREAD_FIRST, spread, spreadAfter } from "../../../core/model/ids.ts";
import type { Instance } from "../../../core/model/instance.ts";
import { CANDIDATES_MAX } from "../../../core/model/limits.ts";
import type { Store } from "../../../core/ports/store.ts";
import { aClaim, aLedger, anInstance, anIntent, claimNo, EPOCH, instanceNo, next, POOL } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

const CLAIMERS = 32;
const CLAIMS_EACH = 3;
const WARM = 100;
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);
const warm = { pool: POOL, stateIndex: "warm", tier: "stopped" } as const;

const leasedTo = (claim: Claim, instance: Instance): { instance: Instance; claim: Claim } => ({
  instance: next(instance, {
    state: "handing-over",
    leaseEpoch: instance.leaseEpoch + 1,
    lease: { claim: claim.id, epoch: instance.leaseEpoch + 1, at: EPOCH, overrides: claim.overrides, configured: true },
  }),
  claim: { ...claim, state: "leased", kind: "hit", instance: instance.id, leaseEpoch: instance.leaseEpoch + 1 },
});

/** Walks round from the claim's own place until an instance is leased; does nothing when the claim has one. */
async function serve({ instances, records }: Store, claim: Claim): Promise<"leased" | "leased before"> {
  let from = spread(claim.id);
  for (const _ of upTo(WARM)) {
    const candidates = await instances.listByState({ ...warm, from, limit: CANDIDATES_MAX });
    for (const candidate of candidates) {
      const committed = await records.commit(leasedTo(claim, candidate));
      if (committed.kind === "saved") return "leased";
      if (committed.claim) return "leased before";
    }
    from = candidates.length < CANDIDATES_MAX ? SPREAD_FIRST : spreadAfter(candidates.at(-1)!.id);
  }
  throw new Error(`${claim.id} drew ${WARM} times and leased nothing`);
}

async function filled(makeSubject: MakeSubject): Promise<Store> {
  const { store } = await makeSubject();
  await Promise.all(upTo(WARM).map((n) => store.records.commit({ instance: anInstance({ id: instanceNo(n) }) })));
  return store;
}

/** The claims' instances and the instances' claims, which must be the same pairs. */
async function pairs({ claims, instances }: Store, count: number) {
  const found = await Promise.all(upTo(count).map((n) => claims.find(claimNo(n))));
  const stateIndex = { ...warm, stateIndex: "handing-over-leased", from: SPREAD_FIRST, limit: WARM } as const;
  const leased = await instances.listByState(stateIndex);
  return {
    byClaim: found.map((claim) => `${claim?.id} ${claim?.instance}`).sort(),
    byInstance: leased.map(({ id, lease }) => `${lease?.claim} ${id}`).sort(),
  };
}

export function racesContract(makeSubject: MakeSubject): void {
  describe("races", () => {
    test("many claimers at once lease no instance twice and lose no claim", async () => {
      const store = await filled(makeSubject);
      const claimer = async (who: number) => {
        for (const n of upTo(CLAIMS_EACH)) await serve(store, aClaim({ id: claimNo(who * CLAIMS_EACH + n) }));
      };
      await Promise.all(upTo(CLAIMERS).map(claimer));

      const served = CLAIMERS * CLAIMS_EACH;
      const { byClaim, byInstance } = await pairs(store, served);
      expect(byInstance).toEqual(byClaim);
      expect(new Set(byClaim.map((pair) => pair.split(" ")[1])).size).toBe(served);
      expect(await store.instances.listByState({ ...warm, from: SPREAD_FIRST, limit: WARM })).toHaveLength(
        WARM - served,
      );
    });

    test("one claim asked for many times at once leases one instance", async () => {
      const store = await filled(makeSubject);
      const answers = await Promise.all(upTo(CLAIMERS).map(() => serve(store, aClaim({ id: claimNo(0) }))));
      expect(answers.filter((answer) => answer === "leased")).toHaveLength(1);
      const { byClaim, byInstance } = await pairs(store, 1);
      expect(byInstance).toEqual(byClaim);
    });

    test("of many writers of one version one wins, and all others are shown it", async () => {
      const { records, instances } = (await makeSubject()).store;
      const instance = anInstance();
      await records.commit({ instance });
      const writes = upTo(CLAIMERS).map((n) => next(instance, { tags: { writer: String(n) } }));
      const answers = await Promise.all(writes.map((write) => records.commit({ instance: write })));
      const winner = writes[answers.findIndex(({ kind }) => kind === "saved")];
      expect(await instances.find(instance.id)).toEqual(winner);
      const lost = answers.filter(({ kind }) => kind === "conflict");
      expect(lost).toEqual(upTo(CLAIMERS - 1).map(() => ({ kind: "conflict", instance: winner })));
    });

    test("of many plans of one epoch one is saved, with its intents alone", async () => {
      const { ledgers } = (await makeSubject()).store;
      const plans = upTo(CLAIMERS).map((n) => anIntent({ token: `plan-${n}` }));
      const answers = await Promise.all(plans.map((added) => ledgers.save(aLedger(), { added: [added], dropped: [] })));
      expect(answers.filter((answer) => answer === "saved")).toHaveLength(1);
      expect((await ledgers.find(POOL)).intents).toEqual([plans[answers.indexOf("saved")]]);
    });
  });
}
