import type { Instant } from "../../core/model/time.ts";
import type { Clock } from "../../core/ports/ports.ts";

/** What is forgotten some time after its end, as DynamoDB's time to live does: never before. */
export interface Expiries {
  /** It ended at a moment. */
  await(id: string, endedAt: Instant): void;
  /** Forgets what is due. */
  dig(): void;
}

/** Without a clock nothing is ever forgotten. */
export function expiries(clock: Clock | undefined, retentionMs: number, expire: (id: string) => void): Expiries {
  const awaited = new Map<string, Instant>();
  return {
    await(id, endedAt) {
      if (clock && !awaited.has(id)) awaited.set(id, endedAt);
    },
    dig() {
      if (!clock) return;
      // In the order in which they ended, so the due ones come first.
      for (const [id, endedAt] of awaited) {
        if (clock.now() - endedAt < retentionMs) return;
        awaited.delete(id);
        expire(id);
      }
    },
  };
}
