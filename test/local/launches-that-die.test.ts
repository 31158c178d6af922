import { expect, test } from "vitest";
import { LAUNCHES_PER_HOUR_UNPROVEN_MAX } from "../../core/model/blame-limits.ts";
import { HOUR_MS } from "../../core/model/time.ts";
import { put } from "../../local/client.ts";
import { localCloud } from "../../local/cloud.ts";
import { DEMO_POOLS } from "../../local/demo-pools.ts";
import { EPOCH } from "../builders.ts";

test("launches that EC2 accepts and then kills are not repeated without end", async () => {
  const reason = { code: "Client.InternalError", message: "Client.InternalError: Client error on launch" };
  const cloud = localCloud({ seed: 3, start: EPOCH, troubles: [{ kind: "launch-dies", reason, afterMs: 3_000 }] });
  const launches = new Map<string, number>();
  cloud.watch((fact) => {
    if (fact.kind === "launched") launches.set(fact.pool, (launches.get(fact.pool) ?? 0) + fact.ids.length);
  });
  cloud.scheduler.after(0, async () => void (await cloud.api.fetch(put("/pools", DEMO_POOLS))));
  await cloud.run(EPOCH + 2 * HOUR_MS);
  expect([...launches.keys()].sort()).toEqual(["linux-ci", "windows-build"]);
  for (const count of launches.values()) expect(count).toBeLessThanOrEqual(2 * LAUNCHES_PER_HOUR_UNPROVEN_MAX);
});
