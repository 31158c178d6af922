import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../core/model/time.ts";
import { follow } from "../../events/subscribers/follow.ts";
import { type Inbox, inbox } from "../../events/subscribers/inbox.ts";
import { plane } from "../../events/subscribers/plane.ts";
import { isOver, type Kind, type Resources, type Said } from "../../events/subscribers/resources.ts";
import { post, put } from "../../local/client.ts";
import { type LocalCloud, localCloud } from "../../local/cloud.ts";
import { DEMO_POOLS } from "../../local/demo-pools.ts";
import { EPOCH } from "../builders.ts";

const URL_OF_PLANE = "http://greenroom.local";
const KINDS: readonly Kind[] = ["instance", "claim", "pool", "template", "sweep"];

/** A subscriber of a cloud: the topic doubles its notices and turns their order, and one in five never comes. */
function subscriber<K extends Kind>(cloud: LocalCloud, kind: K) {
  const path = cloud.streams(`to the subscriber of ${kind}s`);
  const state = new Map<string, Resources[K]>();
  let box: Inbox<Said> | undefined;
  let fetched = 0;
  cloud.subscribe((notice) => {
    if (!path.chance(0.2)) box?.put(notice);
  });
  const { list, fetch } = plane(kind, { url: URL_OF_PLANE, get: (url) => cloud.api.fetch(new Request(url)) });
  const run = async (): Promise<void> => {
    const following = {
      kind,
      list,
      source: async () => {
        box = inbox({ max: 50 });
        return box;
      },
      fetch: (id: string) => {
        fetched += 1;
        return fetch(id);
      },
    };
    for await (const update of follow(following)) {
      if (update.kind === "is") state.set(update.resource.id, update.resource);
      if (update.kind === "over") state.delete(update.id);
    }
  };
  return { kind, state, run, cutOff: () => box?.end(), fetched: () => fetched };
}

/** What the API lists and is not over, by id. */
async function standing<K extends Kind>(cloud: LocalCloud, kind: K): Promise<ReadonlyMap<string, Resources[K]>> {
  const { list } = plane(kind, { url: URL_OF_PLANE, get: (url) => cloud.api.fetch(new Request(url)) });
  const all = new Map<string, Resources[K]>();
  let marker: string | undefined;
  do {
    const page: Awaited<ReturnType<typeof list>> = await list(marker);
    for (const resource of page.items) if (!isOver(kind, resource)) all.set(resource.id, resource);
    marker = page.marker;
  } while (marker !== undefined);
  return all;
}

describe("who follows a local cloud", () => {
  it("ends with what the API has, of every kind, though notices are lost and it was cut off", async () => {
    const cloud = localCloud({ seed: 11, start: EPOCH, lose: 0.02, sweepEveryMs: 20 * MINUTE_MS });
    const ask = (request: Request) => cloud.scheduler.after(0, async () => void (await cloud.api.fetch(request)));
    const subscribers = KINDS.map((kind) => subscriber(cloud, kind));
    const runs: Promise<void>[] = [];
    cloud.scheduler.after(0, () => {
      for (const { run } of subscribers) runs.push(run());
    });
    ask(put("/pools", DEMO_POOLS));
    for (let job = 1; job <= 12; job += 1)
      cloud.scheduler.after(HOUR_MS + job * 3 * MINUTE_MS, async () => {
        const claimed = await cloud.api.fetch(post("/pools/linux-ci/claims", { key: `job-${job}` }));
        const { claim } = (await claimed.json()) as { claim: { id: string } };
        if (job % 2 === 0)
          cloud.scheduler.after(
            10 * MINUTE_MS,
            async () => void (await cloud.api.fetch(post(`/claims/${claim.id}/release`, {}))),
          );
      });
    for (const at of [HOUR_MS, 90 * MINUTE_MS, 170 * MINUTE_MS])
      cloud.scheduler.after(at, () => {
        for (const { cutOff } of subscribers) cutOff();
      });
    const compared: [Kind, object, object][] = [];
    cloud.scheduler.after(175 * MINUTE_MS, async () => {
      for (const { kind, state } of subscribers) compared.push([kind, new Map(state), await standing(cloud, kind)]);
    });
    await cloud.run(EPOCH + 3 * HOUR_MS);

    expect(compared.map(([kind]) => kind)).toEqual(KINDS);
    for (const [kind, followed, stands] of compared) expect(followed, kind).toEqual(stands);
    const [instances, claims] = subscribers;
    expect(instances?.state.size).toBeGreaterThan(10);
    expect(claims?.state.size).toBeGreaterThan(5);
    expect(instances?.fetched(), "gaps were seen and filled").toBeGreaterThan(5);
  });
});
