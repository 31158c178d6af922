import { describe, expect, it } from "vitest";
import { instanceDetailsOf, poolDetailsOf } from "../../../core/notices/details.ts";
import { type Get, plane } from "../../../events/subscribers/plane.ts";
import { anInstance, aPool, instanceNo } from "../../builders.ts";

const resource = instanceDetailsOf(anInstance());

/** A plane that answers one thing, and what it was asked. */
function answering(status: number, body: unknown) {
  const asked: string[] = [];
  const get: Get = async (url) => {
    asked.push(url);
    return { status, json: async () => body };
  };
  return { asked, get };
}

describe("a plane over HTTP", () => {
  it("is listed page by page, of one pool where one is followed", async () => {
    const { asked, get } = answering(200, { instances: [resource], marker: "m/2" });
    const { list } = plane("instance", { url: "https://plane/", get, pool: "win-build" });
    expect(await list()).toEqual({ items: [resource], marker: "m/2" });
    await list("m/2");
    expect(asked).toEqual([
      "https://plane/instances?pool=win-build",
      "https://plane/instances?pool=win-build&marker=m%2F2",
    ]);
  });

  it("gives one thing, without what a subscriber does not know of it", async () => {
    const { asked, get } = answering(200, { instance: { ...resource, more: 1 }, history: [] });
    expect(await plane("instance", { url: "https://plane", get }).fetch(resource.id)).toEqual(resource);
    expect(asked).toEqual([`https://plane/instances/${resource.id}`]);
  });

  it("gives a pool, which is its answer's whole", async () => {
    const pool = poolDetailsOf(aPool());
    const { get } = answering(200, { ...pool, status: {} });
    expect(await plane("pool", { url: "https://plane", get }).fetch(pool.id)).toEqual(pool);
  });

  it("says that there is none by giving none", async () => {
    const { get } = answering(404, { error: { code: "not-found" } });
    expect(await plane("instance", { url: "https://plane", get }).fetch(instanceNo(1))).toBeUndefined();
  });

  it.each([
    [403, { message: "Forbidden" }, /GET https:\/\/plane\/instances\/i-0+1 answered 403: .*Forbidden/],
    [503, undefined, /answered 503/],
    [200, { instance: { id: 7 } }, /invalid/i],
  ])("throws for what is no answer: %i %j", async (status, body, message) => {
    const { get } = answering(status, body);
    await expect(plane("instance", { url: "https://plane", get }).fetch(instanceNo(1))).rejects.toThrow(message);
  });

  it("is not taken for an empty one where its list is missing", async () => {
    const { get } = answering(404, {});
    await expect(plane("claim", { url: "https://plane", get }).list()).rejects.toThrow();
  });
});
