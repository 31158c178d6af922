import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../core/model/time.ts";
import { post, put } from "../../local/client.ts";
import { localCloud } from "../../local/cloud.ts";
import { DEMO_POOLS } from "../../local/demo-pools.ts";
import { reporter } from "../../local/report.ts";
import { EPOCH } from "../builders.ts";

const bound = <T extends { by: string }>(asked: T): T => (asked.by === "signals" ? { ...asked, bound: true } : asked);
const POOLS = {
  ...DEMO_POOLS,
  templates: DEMO_POOLS.templates.map(({ ready, ...rest }) => ({
    ...rest,
    ready: bound(ready),
    ...(rest.verify && { verify: bound(rest.verify) }),
    ...(rest.scrub && { scrub: bound(rest.scrub) }),
  })),
};

test("guests prove each start by its own nonce, and what an agent sends again later is refused", async () => {
  const late: string[] = [];
  const cloud = localCloud({
    seed: 11,
    start: EPOCH,
    // Every report comes once more, half an hour late, as from an agent that kept it in a queue of its own.
    agents: (fetch) => async (request) => {
      if (request.method === "POST") {
        const text = await request.clone().text();
        const { url, method, headers } = request;
        cloud.scheduler.after(30 * MINUTE_MS, async () => {
          const answer = await fetch(new Request(url, { method, headers, body: text }));
          const { accepted, instance } = (await answer.json()) as { accepted: boolean; instance: { state: string } };
          late.push(accepted ? `known, ${instance.state}` : "refused");
        });
      }
      return fetch(request);
    },
  });
  const watching = reporter(cloud, 1);
  const delivered = new Set<string>();
  cloud.subscribe((notice) => {
    if (notice.kind === "claim" && notice.resource.state === "delivered") delivered.add(notice.resource.id);
  });
  const ask = (at: number, request: Request) =>
    cloud.scheduler.after(at, async () => void (await cloud.api.fetch(request)));
  ask(0, put("/pools", POOLS));
  for (let n = 0; n < 24; n += 1)
    ask(
      HOUR_MS + n * 5 * MINUTE_MS,
      post(`/pools/${n % 2 ? "linux-ci" : "windows-build"}/claims`, { key: `job-${n}` }),
    );
  await cloud.run(EPOCH + 4 * HOUR_MS);

  expect(watching.report({ atEnd: true }).violations).toEqual([]);
  expect(delivered.size).toBe(24);
  expect(late.length).toBeGreaterThan(100);
  // What was proven and is still so is a double, and changes nothing; nothing that is awaited is ever proven late.
  expect(new Set(late)).toEqual(new Set(["refused", "known, in-use", "known, warm"]));
});
