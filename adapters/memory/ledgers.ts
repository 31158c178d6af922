import type { PoolId } from "../../core/model/ids.ts";
import { type Intent, type Ledger, newLedger } from "../../core/model/ledger.ts";
import type { Ledgers } from "../../core/ports/store.ts";

/** Ledgers with their intents, by pool. */
export function memoryLedgers(begun: readonly Ledger[] = []): Ledgers {
  const kept = new Map<PoolId, Ledger>(begun.map((ledger) => [ledger.pool, ledger]));
  const stored = (pool: PoolId): Ledger => kept.get(pool) ?? newLedger(pool);
  const without = (intents: readonly Intent[], tokens: readonly string[]): readonly Intent[] =>
    intents.filter(({ token }) => !tokens.includes(token));

  return {
    find: async (pool) => stored(pool),
    intent: async (pool, token) => stored(pool).intents.find((intent) => intent.token === token),

    async save(ledger, { added, dropped }) {
      const before = stored(ledger.pool);
      if (before.epoch !== ledger.epoch - 1) return "conflict";
      const replaced = [...dropped, ...added.map(({ token }) => token)];
      const intents = [...without(before.intents, replaced), ...added];
      kept.set(ledger.pool, { ...ledger, intents });
      return "saved";
    },

    async settle(pool, token) {
      const before = stored(pool);
      kept.set(pool, { ...before, intents: without(before.intents, [token]) });
    },
  };
}
