import type { DeliveryWindow, WindowKey } from "../../core/model/delivery.ts";
import { PROBE_DOUBLES_MAX, PROBE_RETENTION_MS } from "../../core/model/limits.ts";
import type { Instant } from "../../core/model/time.ts";
import type { Deliveries } from "../../core/ports/delivery.ts";
import { opened } from "./sorted.ts";

/** One window as it is written; handed out as a copy. */
interface StoredWindow extends WindowKey {
  readonly begun: Set<number>;
  readonly sent: Set<number>;
  readonly arrived: Map<number, Instant>;
  readonly buckets: Map<number, number>;
  doubles: number;
  closed: boolean;
}

/** What became of probes, for as long as the process lives, and PROBE_RETENTION_MS of it. */
export function memoryDeliveries(): Deliveries {
  const kept = new Map<string, StoredWindow>();
  const windowOf = ({ path, start }: WindowKey): StoredWindow =>
    opened(kept, `${path}/${start}`, () => {
      for (const [key, old] of kept) if (old.start < start - PROBE_RETENTION_MS) kept.delete(key);
      const empty = { begun: new Set<number>(), sent: new Set<number>(), arrived: new Map(), buckets: new Map() };
      return { path, start, ...empty, doubles: 0, closed: false };
    });
  return {
    async begin(window, tick) {
      const { begun } = windowOf(window);
      if (begun.has(tick)) return "already";
      begun.add(tick);
      return "begun";
    },
    async sent(window, seqs) {
      if (seqs.length === 0) return;
      const { sent } = windowOf(window);
      for (const seq of seqs) sent.add(seq);
    },
    async arrived({ seq, at, bucket, ...of }) {
      const window = windowOf(of);
      if (window.arrived.has(seq)) {
        window.doubles = Math.min(window.doubles + 1, PROBE_DOUBLES_MAX);
        return "again";
      }
      window.arrived.set(seq, at);
      window.buckets.set(bucket, (window.buckets.get(bucket) ?? 0) + 1);
      return "first";
    },
    windows: async (path, from, to) =>
      [...kept.values()]
        .filter((window) => window.path === path && window.start >= from && window.start < to)
        .sort((one, other) => one.start - other.start)
        .map(copied),
    async close(of) {
      const window = windowOf(of);
      if (window.closed) return "already";
      window.closed = true;
      return "closed";
    },
  };
}

const copied = ({ path, start, sent, arrived, buckets, doubles, closed }: StoredWindow): DeliveryWindow => ({
  path,
  start,
  sent: [...sent].sort((one, other) => one - other),
  arrived: [...arrived].map(([seq, at]) => ({ seq, at })).sort((one, other) => one.seq - other.seq),
  buckets: Object.fromEntries(buckets),
  doubles,
  closed,
});
