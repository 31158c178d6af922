import { expect, test } from "vitest";
import type { Instance } from "../../core/model/instance.ts";
import { HOUR_MS } from "../../core/model/time.ts";
import { guestCaller, put } from "../../local/client.ts";
import { localCloud } from "../../local/cloud.ts";
import { DEMO_POOLS } from "../../local/demo-pools.ts";
import { reporter } from "../../local/report.ts";
import { EPOCH, instanceNo } from "../builders.ts";

test("a guest that speaks for another is not believed, is reported, and quarantined when its time is over", async () => {
  const liar = instanceNo(666);
  const lied = new Set<string>();
  const cloud = localCloud({
    seed: 4,
    start: EPOCH,
    alerts: true,
    // The first guest that reports anything is spoken for by another.
    agents: (fetch) => (request) => {
      const [, , id = ""] = new URL(request.url).pathname.split("/");
      if (lied.size > 0 && !lied.has(id)) return fetch(request);
      lied.add(id);
      request.headers.set("x-greenroom-caller", guestCaller(liar));
      return fetch(request);
    },
  });
  const watching = reporter(cloud, 1);
  const statuses: number[] = [];
  const alerted: string[] = [];
  const records = new Map<string, Instance>();
  cloud.watch((fact) => {
    if (fact.kind === "responded" && fact.path.endsWith("/signals")) statuses.push(fact.status);
    if (fact.kind === "alerted") alerted.push(fact.alert.resource.id);
    if (fact.kind === "written" && fact.written.kind === "instance")
      records.set(fact.written.after.id, fact.written.after);
  });
  cloud.scheduler.after(0, async () => void (await cloud.api.fetch(put("/pools", DEMO_POOLS))));
  await cloud.run(EPOCH + HOUR_MS);

  const [victim = ""] = lied;
  const { pool, signals, state } = records.get(victim)!;
  expect({ signals, state }, "its readiness was never proven").toEqual({ signals: {}, state: "quarantined" });
  expect(new Set(statuses)).toEqual(new Set([200, 403]));
  expect(alerted).toContain(`identity-mismatch.${pool}`);
  expect(watching.report({ atEnd: true }).violations).toEqual([]);
});
