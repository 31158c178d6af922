import { describe, expect, it } from "vitest";
import { memoryLedgers } from "../../../../adapters/memory/ledgers.ts";
import { settleRefused } from "../../../../core/flows/steps/refused-launch.ts";
import { aLedger, anIntent, EPOCH, POOL } from "../../../builders.ts";

const [one, other] = [anIntent({ token: "gr-one" }), anIntent({ token: "gr-other" })];
const counted = [one, other].map(({ token }) => ({ token, count: 3, at: EPOCH }));

describe("a launch that EC2 refused", () => {
  it("is settled and counts no more among those of which none became ready", async () => {
    const ledgers = memoryLedgers();
    await ledgers.save(aLedger({ unproven: counted }), { added: [one, other], dropped: [] });
    await settleRefused({ ledgers }, POOL, one.token);
    expect(await ledgers.find(POOL)).toMatchObject({ epoch: 2, intents: [other], unproven: [counted[1]] });
  });

  it("is settled once, and another plan's write in between is kept", async () => {
    const ledgers = memoryLedgers();
    await ledgers.save(aLedger({ unproven: counted }), { added: [one, other], dropped: [] });
    let raced = false;
    const racing = {
      ...ledgers,
      find: async (pool: string) => {
        const found = await ledgers.find(pool);
        if (!raced) await ledgers.save({ ...found, epoch: 2 }, { added: [], dropped: [other.token] });
        raced = true;
        return found;
      },
    };
    await settleRefused({ ledgers: racing }, POOL, one.token);
    await settleRefused({ ledgers: racing }, POOL, one.token);
    expect(await ledgers.find(POOL)).toMatchObject({ epoch: 3, intents: [], unproven: [counted[1]] });
  });
});
