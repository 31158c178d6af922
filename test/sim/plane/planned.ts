import type { PoolId } from "../../../core/model/ids.ts";
import { type Instant, SECOND_MS } from "../../../core/model/time.ts";
import type { Written } from "../../../core/ports/store.ts";
import type { Fact } from "../../../local/facts.ts";
import type { PortCall } from "../../../local/seam.ts";

/** From a change to the beginning of a plan that knows it: the stream, the held message and its delivery. */
const PLANNED_MAX_MS = 15 * SECOND_MS;
export const PLANNED = "where nothing goes wrong, every change of stock is planned for within seconds";

/** Which changes no plan has seen yet. Where messages are lost or late, no bound holds but the tick's. */
export interface Planned {
  see(fact: Fact, at: Instant): void;
  /** A call of a port, as it comes. */
  call(call: PortCall): void;
  overdue(at: Instant): readonly string[];
}

export function planned(): Planned {
  const since = new Map<PoolId, Instant>();
  return {
    see(fact, at) {
      const pool = fact.kind === "written" ? changedIn(fact.written) : undefined;
      if (pool !== undefined && !since.has(pool)) since.set(pool, at);
    },
    call({ port, method, args: [pool] }) {
      if (port === "ledgers" && method === "find") since.delete(pool as PoolId);
    },
    overdue: (at) =>
      [...since]
        .filter(([, from]) => at - from > PLANNED_MAX_MS)
        .map(([pool, from]) => `${pool} changed ${Math.round((at - from) / SECOND_MS)} s ago`),
  };
}

function changedIn(written: Written): PoolId | undefined {
  if (written.kind === "claim") return written.after.state === "pending" ? written.after.pool : undefined;
  if (written.kind !== "instance") return undefined;
  const { before, after } = written;
  const isChanged = before?.state !== after.state || before.lease?.epoch !== after.lease?.epoch;
  return isChanged ? after.pool : undefined;
}
