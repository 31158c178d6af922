import { beforeEach, describe, expect, it } from "vitest";
import { anInstance, EPOCH, instanceNo } from "../../builders.ts";
import { type Asking, asking } from "./asking.ts";

let plane: Asking;
beforeEach(() => {
  plane = asking();
});

describe("instances", () => {
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
