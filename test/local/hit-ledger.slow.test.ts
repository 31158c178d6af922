import { expect, it } from "vitest";
import { ledgerAnswer, ledgerRowsAnswer } from "../../cli/ledger-answer.ts";
import { get } from "../../local/client.ts";
import { preparePlay } from "../../local/play.ts";

const POOL = "windows-build";

it("knows after a night at the local cloud how each claim was served, and how long instances waited, to the millisecond", async () => {
  const { cloud, run } = await preparePlay({ seed: 5, lose: 0.05, days: 0.1, scale: 8 });
  const warm = { overMs: 0, since: new Map<string, number>() };
  const launches = new Map<string, number>();
  cloud.watch((fact) => {
    if (fact.kind !== "written" || fact.written.kind !== "instance") return;
    const { before, after } = fact.written;
    if (after.pool !== POOL) return;
    if (before && before.readyAt === undefined && after.readyAt !== undefined)
      launches.set(after.id, after.readyAt - after.launchedAt);
    if (before?.state === "warm" && after.state !== "warm") {
      warm.overMs += after.since - before.since;
      warm.since.delete(after.id);
    }
    if (after.state === "warm") warm.since.set(after.id, after.since);
  });
  const report = await run();

  const answers: unknown[] = [];
  const asked = cloud.clock.now();
  cloud.scheduler.after(0, async () => {
    for (const path of ["ledger?since=3d", "ledger/claims?since=3d"])
      answers.push(await (await cloud.api.fetch(get(`/pools/${POOL}/${path}`))).json());
  });
  await cloud.run(asked + 60_000);
  const ledger = ledgerAnswer.parse(answers[0]);
  const { claims: rows, marker } = ledgerRowsAnswer.parse(answers[1]);

  const figures = report.pools.find(({ id }) => id === POOL);
  expect(ledger.claims).toBe(figures?.claims);
  expect(ledger.kinds.map(({ claims }) => claims)).toEqual([figures?.hits, figures?.almostWarmHits, figures?.misses]);
  expect(ledger.cold?.launches).toBe(launches.size);
  const open = [...warm.since.values()].reduce((sum, since) => sum + Date.parse(ledger.until) - since, 0);
  expect(ledger.idle).toMatchObject({ ms: warm.overMs + open, unpricedMs: 0 });
  expect(ledger.idle.usd).toBeCloseTo(((warm.overMs + open) / 3_600_000) * 0.011, 4);

  expect(marker).toBeUndefined();
  expect(rows).toHaveLength(ledger.claims);
  const delivered = rows.flatMap(({ handOver, tookMs }) => (handOver ? [{ handOver, tookMs }] : []));
  expect(delivered).toHaveLength(ledger.claims - (figures?.failed ?? 0));
  for (const { handOver, tookMs } of delivered)
    expect(Object.values(handOver).reduce((sum: number, ms) => sum + (ms ?? 0), 0)).toBe(tookMs);
});
