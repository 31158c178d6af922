import { describe, expect, test } from "vitest";
import { launchToken } from "../../../core/model/ids.ts";
import { newLedger } from "../../../core/model/ledger.ts";
import { PLAN_LAUNCHES_MAX, TRANSACTION_ITEMS_MAX } from "../../../core/model/limits.ts";
import { aLedger, anInstance, anIntent, aPool, EPOCH, POOL } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

const NOTHING = { added: [], dropped: [] };
const slot = (epoch: number, n: number) => anIntent({ token: launchToken(POOL, epoch, n), epoch });
const tokens = (intents: readonly { token: string }[]) => intents.map(({ token }) => token).sort();

export function ledgersContract(makeSubject: MakeSubject): void {
  describe("ledgers", () => {
    const [one, two, three] = [slot(1, 0), slot(1, 1), slot(2, 0)];

    test("a pool without a ledger has an empty one at epoch 0", async () => {
      const { ledgers } = (await makeSubject()).store;
      expect(await ledgers.find(POOL)).toEqual(newLedger(POOL));
      expect(await ledgers.intent(POOL, one.token)).toBeUndefined();
    });

    test("a saved ledger is found with its intents", async () => {
      const { ledgers } = (await makeSubject()).store;
      const breaker = { failures: 5, openUntil: EPOCH + 1, countedTo: EPOCH };
      const unproven = [{ token: one.token, count: 2, at: EPOCH }];
      const ledger = aLedger({ breaker, surplusSince: { stopped: EPOCH }, unproven });
      expect(await ledgers.save(ledger, { added: [one, two], dropped: [] })).toBe("saved");
      const { intents, ...rest } = await ledgers.find(POOL);
      expect({ ...rest, intents: [] }).toEqual(ledger);
      expect(tokens(intents)).toEqual(tokens([one, two]));
      expect(intents.find(({ token }) => token === one.token)).toEqual(one);
      expect(await ledgers.intent(POOL, two.token)).toEqual(two);
    });

    test("a plan adds and drops intents, and keeps the others", async () => {
      const { ledgers } = (await makeSubject()).store;
      await ledgers.save(aLedger(), { added: [one, two], dropped: [] });
      await ledgers.save(aLedger({ epoch: 2 }), { added: [three], dropped: [one.token] });
      expect(tokens((await ledgers.find(POOL)).intents)).toEqual(tokens([two, three]));
      expect(await ledgers.intent(POOL, one.token)).toBeUndefined();
    });

    test("intents are told by `added` and `dropped`, not by the ledger given", async () => {
      const { ledgers } = (await makeSubject()).store;
      await ledgers.save(aLedger({ intents: [two] }), { added: [one], dropped: [] });
      expect((await ledgers.find(POOL)).intents).toEqual([one]);
    });

    test.each([
      ["was overtaken", 1],
      ["runs ahead", 3],
    ])("a plan that %s is a conflict and intends nothing", async (_, epoch) => {
      const { ledgers } = (await makeSubject()).store;
      await ledgers.save(aLedger(), { added: [one], dropped: [] });
      const late = aLedger({ epoch, surplusSince: { running: EPOCH } });
      expect(await ledgers.save(late, { added: [two], dropped: [one.token] })).toBe("conflict");
      expect(await ledgers.find(POOL)).toEqual(aLedger({ intents: [one] }));
    });

    test("a plan cannot begin at a later epoch", async () => {
      const { ledgers } = (await makeSubject()).store;
      expect(await ledgers.save(aLedger({ epoch: 2 }), NOTHING)).toBe("conflict");
      expect(await ledgers.find(POOL)).toEqual(newLedger(POOL));
    });

    test("a settled intent is gone, twice is safe, and the epoch stays", async () => {
      const { ledgers } = (await makeSubject()).store;
      await ledgers.save(aLedger(), { added: [one, two], dropped: [] });
      await ledgers.settle(POOL, one.token);
      await ledgers.settle(POOL, one.token);
      expect(await ledgers.intent(POOL, one.token)).toBeUndefined();
      expect(await ledgers.find(POOL)).toEqual(aLedger({ intents: [two] }));
      expect(await ledgers.save(aLedger({ epoch: 2 }), { added: [], dropped: [one.token] })).toBe("saved");
    });

    test("settling what was never intended makes nothing", async () => {
      const { ledgers } = (await makeSubject()).store;
      await ledgers.settle(POOL, one.token);
      expect(await ledgers.find(POOL)).toEqual(newLedger(POOL));
    });

    test("each pool has its own ledger, apart from everything else of the pool", async () => {
      const { ledgers, records, pools } = (await makeSubject()).store;
      await records.commit({ instance: anInstance() });
      await pools.save(aPool());
      await ledgers.save(aLedger(), { added: [one], dropped: [] });
      await ledgers.save(aLedger({ pool: "linux-build" }), NOTHING);
      expect(await ledgers.find(POOL)).toEqual(aLedger({ intents: [one] }));
      expect(await ledgers.find("linux-build")).toEqual(aLedger({ pool: "linux-build" }));
      expect(await ledgers.intent("linux-build", one.token)).toBeUndefined();
    });

    test("more intents are dropped at once than one transaction holds", async () => {
      const { ledgers } = (await makeSubject()).store;
      const plans = Array.from({ length: TRANSACTION_ITEMS_MAX / PLAN_LAUNCHES_MAX + 1 }, (_, n) => n + 1);
      const slots = Array.from({ length: PLAN_LAUNCHES_MAX }, (_, n) => n);
      const added = (epoch: number) => slots.map((n) => slot(epoch, n));
      for (const epoch of plans) await ledgers.save(aLedger({ epoch }), { added: added(epoch), dropped: [] });
      const dropped = plans.flatMap((epoch) => tokens(added(epoch)));
      const last = aLedger({ epoch: plans.length + 1 });
      expect(await ledgers.save(last, { added: added(last.epoch), dropped })).toBe("saved");
      expect(tokens((await ledgers.find(POOL)).intents)).toEqual(tokens(added(last.epoch)));
    });
  });
}
