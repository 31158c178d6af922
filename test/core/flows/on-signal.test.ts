import { describe, expect, test } from "vitest";
import { onSignal } from "../../../core/flows/on-signal.ts";
import { inState } from "../../builders.ts";
import { memoryPorts } from "../../functions/memory-ports.ts";

describe("an instance whose `running` was never heard", () => {
  test("is told that its clock is off, since nobody will ask it again", async () => {
    const { ports } = memoryPorts();
    const instance = { ...inState("launching"), version: 1, signals: {} };
    await ports.records.commit({ instance });
    const { moved, verdict } = await onSignal(ports, instance.id, { name: "clock", ok: true, offsetMs: 90_000 });
    expect(moved).toMatchObject({ kind: "kept", instance: { state: "launching" } });
    expect(verdict?.reasons).toContainEqual({ code: "clock-off", detail: { offsetMs: 90_000, maxMs: 1_000 } });
  });
});
