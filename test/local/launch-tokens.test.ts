import { expect, test } from "vitest";
import { HOUR_MS } from "../../core/model/time.ts";
import { put } from "../../local/client.ts";
import { localCloud } from "../../local/cloud.ts";
import { DEMO_POOLS } from "../../local/demo-pools.ts";
import { reporter } from "../../local/report.ts";
import { EPOCH } from "../builders.ts";

const userData = {
  linux: "#!/bin/sh\necho '{{greenroom-launch-token}}'\n",
  windows: "<powershell>echo '{{greenroom-launch-token}}'</powershell>\n",
};

test("a pool fills whose instances have nothing but their launch tokens, each a launch of its own", async () => {
  const cloud = localCloud({ seed: 1, start: EPOCH });
  const watching = reporter(cloud, 1);
  const { templates, pools, ...rest } = DEMO_POOLS;
  const changed = {
    ...rest,
    pools,
    templates: templates.map((template) => ({
      ...template,
      identity: "launch-token",
      userData: userData[template.os],
    })),
  };
  const answers: number[] = [];
  cloud.scheduler.after(0, async () => void answers.push((await cloud.api.fetch(put("/pools", changed))).status));
  await cloud.run(EPOCH + HOUR_MS);
  expect(answers).toEqual([200]);
  const machines = [...cloud.world.machines.values()];
  expect(machines).toHaveLength(15);
  expect(new Set(machines.map(({ seal }) => seal)).size).toBe(machines.length);
  expect(new Set(machines.map(({ state }) => state))).toEqual(new Set(["stopped", "running"]));
  const { violations, pools: report } = watching.report({ atEnd: true });
  expect(violations).toEqual([]);
  expect(report.map(({ launches }) => launches)).toEqual([7, 8]);
});
