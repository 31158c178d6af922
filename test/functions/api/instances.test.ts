import { beforeEach, describe, expect, it } from "vitest";
import { PAGE_MAX } from "../../../core/model/limits.ts";
import { anInstance, EPOCH, instanceNo, POOL } from "../../builders.ts";
import { type Asking, asking } from "./asking.ts";

let plane: Asking;
beforeEach(() => {
  plane = asking();
});

describe("instances", () => {
  it("are listed with full details, page by page, none skipped and none doubled", async () => {
    await plane.setPool();
    for (let n = 1; n <= 5; n += 1) await plane.warm(n);
    const seen: string[] = [];
    let marker: string | undefined;
    do {
      const { body } = await plane.ask("GET", `/pools/${POOL}/instances?limit=2${marker ? `&marker=${marker}` : ""}`);
      seen.push(...body.instances.map(({ id, version }) => `${id}:${version}`));
      marker = body.marker;
    } while (marker);
    expect(seen).toEqual([1, 2, 3, 4, 5].map((n) => `${instanceNo(n)}:1`));
  });

  it.each([`limit=${PAGE_MAX + 1}`, "limit=0", "limit=many", "marker=garbage"])(
    "refuse the query %s",
    async (query) => {
      await plane.setPool();
      expect((await plane.ask("GET", `/pools/${POOL}/instances?${query}`)).status).toBe(400);
    },
  );

  it("tell what a signal still lacks, in words the guest can act on", async () => {
    await plane.setPool();
    await plane.ports.records.commit({
      instance: anInstance({
        id: instanceNo(1),
        state: "preparing",
        version: 1,
        observed: { state: "running", at: EPOCH },
      }),
    });
    const { status, body } = await plane.ask("POST", `/instances/${instanceNo(1)}/signals`, {
      name: "clock",
      offsetMs: 86_400_000,
    });
    expect(status).toBe(200);
    expect(body.accepted).toBe(true);
    expect(body.verdict.kind).toBe("waiting");
    expect(body.verdict.reasons.map(({ text }) => text)).toContain(
      "its clock is off by 86400000 ms, allowed are 1000; set the clock and report again",
    );
  });

  it("refuse signals from instances nobody knows, and signals that are none", async () => {
    expect((await plane.ask("POST", `/instances/${instanceNo(7)}/signals`, { name: "agent" })).status).toBe(404);
    expect((await plane.ask("POST", "/instances/i-nonsense/signals", { name: "agent" })).status).toBe(404);
    expect(await plane.ask("POST", `/instances/${instanceNo(7)}/signals`, { name: "Not A Name" })).toMatchObject({
      status: 400,
      body: { error: { field: "name" } },
    });
  });
});
