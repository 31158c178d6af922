import { describe, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../core/model/time.ts";
import { OVERRIDE_NAMES } from "../../events/overrides/table.ts";
import { claimants } from "../../local/claimants.ts";
import { put } from "../../local/client.ts";
import { localCloud } from "../../local/cloud.ts";
import { DEMO_POOLS } from "../../local/demo-pools.ts";
import { reporter } from "../../local/report.ts";
import { ALLOWED } from "../../local/requests.ts";
import { EPOCH } from "../builders.ts";

const OPENS = EPOCH + HOUR_MS;

/** A claim a minute for two hours, most of which ask for something to be changed. All that was said and written is kept as text. */
async function played(seed: number) {
  const cloud = localCloud({ seed, start: EPOCH, haste: { tickMs: MINUTE_MS, unmanagedGapMs: 10 * MINUTE_MS } });
  const watching = reporter(cloud, seed);
  const said: string[] = [];
  const asked = new Set<string>();
  const delivered = new Set<string>();
  let names = 0;
  cloud.watch((fact) => {
    names = Math.max(names, cloud.world.records.size);
    said.push(JSON.stringify(fact));
    if (fact.kind !== "written" || fact.written.kind !== "claim") return;
    const { overrides, state, id } = fact.written.after;
    for (const attribute of Object.keys(overrides)) asked.add(attribute);
    if (state === "delivered" && overrides.access) delivered.add(`${id} ${overrides.access.secret}`);
  });
  const pools = DEMO_POOLS.pools.map((pool) => ({ ...pool, allows: ALLOWED }));
  cloud.scheduler.after(0, async () => void (await cloud.api.fetch(put("/pools", { ...DEMO_POOLS, pools }))));
  const crowd = claimants(
    cloud,
    DEMO_POOLS.templates.map(({ name, os, types, subnets }, at) => ({
      pool: pools.find(({ template }) => template === name)?.id ?? pools[at]!.id,
      types,
      satisfies: { part: 0.8, os, zones: Object.keys(subnets) },
    })),
  );
  for (let at = OPENS; at < OPENS + 2 * HOUR_MS; at += MINUTE_MS) cloud.scheduler.at(at, () => crowd.arrive(1));
  await cloud.run(OPENS + 2 * HOUR_MS);
  for (let hours = 0; hours < 12 && crowd.live() > 0; hours += 1) await cloud.run(cloud.clock.now() + HOUR_MS);
  await cloud.run(cloud.clock.now() + HOUR_MS);
  return { cloud, said, asked, delivered, names, report: watching.report({ atEnd: true }) };
}

describe("a local cloud whose claimants ask for all there is", () => {
  test("keeps every rule, reports no secret, and leaves no name behind", { timeout: 120_000 }, async () => {
    const { cloud, said, asked, delivered, names, report } = await played(11);
    expect(report.violations).toEqual([]);
    expect([...asked].toSorted()).toEqual([...OVERRIDE_NAMES].toSorted());
    expect(report.pools.reduce((sum, { claims }) => sum + claims, 0)).toBe(120);
    expect(report.pools.reduce((sum, { failed }) => sum + failed, 0)).toBe(0);

    const { secrets, records, machines } = cloud.world;
    expect(delivered.size).toBeGreaterThan(10);
    expect(secrets.size).toBeGreaterThanOrEqual(delivered.size);
    for (const each of delivered) expect(secrets.has(each.split(" ")[1]!), each).toBe(true);
    const whole = said.join("\n") + JSON.stringify(cloud.counters);
    for (const [name, text] of secrets) {
      const { key } = JSON.parse(text) as { key: string };
      expect(key).toMatch(/^[0-9a-f]{64}$/);
      expect(whole.includes(key), name).toBe(false);
    }
    for (const { tags } of machines.values())
      for (const [, text] of secrets) expect(JSON.stringify(tags)).not.toContain(JSON.parse(text).key);

    expect(names).toBeGreaterThan(3);
    expect([...records.values()]).toEqual([]);
    const { AttachNetworkInterface, AssociateAddress, ModifyVolume, DescribeInstances } = cloud.world.calls();
    for (const calls of [AttachNetworkInterface, AssociateAddress, ModifyVolume]) expect(calls).toBeGreaterThan(10);
    expect(DescribeInstances).toBe(0);
  });
});
