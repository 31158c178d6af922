import { birth } from "../../lifecycle/birth.ts";
import type { PoolId } from "../../model/ids.ts";
import type { Instance } from "../../model/instance.ts";
import type { Pool } from "../../model/pool.ts";
import { mainTier } from "../../model/pool.ts";
import { reason } from "../../model/reason.ts";
import type { Sweep } from "../../model/sweep.ts";
import type { Ec2Instance } from "../../ports/ec2.ts";
import type { Ports } from "../../ports/ports.ts";
import { compare, driftOf, orphanFate } from "../../reconcile/compare.ts";
import type { Found } from "../../reconcile/findings.ts";
import { look } from "./look.ts";
import { move } from "./move.ts";

/** The tag that says whose an instance is. */
const POOL_TAG = "greenroom:pool";

/** Holds the rows of one page against our records, and mends what differs. */
export async function readPage(ports: Ports, sweep: Sweep, rows: readonly Ec2Instance[]): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const [poolId, listed] of Map.groupBy(rows, ({ tags }) => tags[POOL_TAG] ?? "")) {
    const records = await ports.rollCall.records(
      poolId,
      listed.map(({ id }) => id),
    );
    const known = new Map(records.map((record) => [record.id, record]));
    for (const row of listed) {
      // A tag that was changed by hand names a pool that has no such record.
      const record = known.get(row.id) ?? (await ports.instances.find(row.id));
      found.push(...(record ? await mend(ports, sweep, row, record) : await orphan(ports, sweep, row, poolId)));
    }
  }
  return found;
}

async function mend(ports: Ports, sweep: Sweep, row: Ec2Instance, record: Instance): Promise<readonly Found[]> {
  const stamp = { at: ports.clock.now(), cause: `sweep:${sweep.id}` };
  const finding = compare(row, record, sweep.startedAt);
  switch (finding.kind) {
    case "newer":
      return [];
    case "undead":
      return [{ kind: "leak", id: row.id }];
    case "missed": {
      const looked = await look(ports, record, stamp.cause);
      if (looked.kind === "unknown" || !looked.wasMissed) return [];
      const lateMs = stamp.at - record.last.at;
      const missed: Found = { kind: "missed", event: `ec2:${row.observed.state}`, lateMs };
      return record.suspectSince === undefined ? [missed] : [missed, { kind: "came-back" }];
    }
    case "came-back":
      ports.counters.count("listing-hole", { pool: record.pool });
      await move(ports, row.id, () => ({ name: "found", ...stamp }));
      return [{ kind: "came-back" }];
    case "agrees": {
      const reasons = record.state === "gone" ? [] : driftOf(row, record);
      if (reasons.length === 0) return [];
      const { type, az, imageId, securityGroups, tags } = row;
      const facts = { type, az, imageId, securityGroups, tags };
      await move(ports, row.id, () => ({ name: "drifted", facts, reasons, ...stamp }));
      return [{ kind: "drifted" }];
    }
  }
}

/** An instance with our tag that no record accounts for. */
async function orphan(ports: Ports, sweep: Sweep, row: Ec2Instance, poolId: PoolId): Promise<readonly Found[]> {
  const pool = await ports.pools.find(poolId);
  const { intents } = await ports.ledgers.find(poolId);
  const fate = orphanFate(row, pool, intents);
  if (fate === "wait") return [];
  if (fate === "leave" || !pool) return [{ kind: "leak", id: row.id }];
  if (!(await adopt(ports, sweep, row, pool))) return [];
  const stamp = { at: ports.clock.now(), cause: `sweep:${sweep.id}` };
  const { state, at: seenAt } = row.observed;
  if (fate === "retire") {
    await move(ports, row.id, () => ({ name: "retire", reasons: [reason("adopted")], ...stamp }));
    return [{ kind: "retired" }];
  }
  if (state !== "pending") await move(ports, row.id, () => ({ name: `ec2:${state}`, seenAt, ...stamp }));
  return [{ kind: "adopted" }];
}

/** Gives it a record. False: somebody was faster. */
async function adopt(ports: Ports, sweep: Sweep, row: Ec2Instance, pool: Pool): Promise<boolean> {
  const template = await ports.templates.find(pool.template.name, pool.template.version);
  if (!template) return false;
  const at = ports.clock.now();
  const origin = {
    name: "adopted",
    at,
    cause: `sweep:${sweep.id}`,
    reasons: [reason("adopted")],
    tier: mainTier(pool),
    token: row.token ?? "",
    launchedAt: at,
  };
  const committed = await ports.records.commit({ instance: birth(row, origin, pool, template) });
  return committed.kind === "saved";
}
