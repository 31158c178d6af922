import { describe, expect, it } from "vitest";
import { performAction } from "../../../core/flows/perform-action.ts";
import { move } from "../../../core/flows/steps/move.ts";
import type { Instance } from "../../../core/model/instance.ts";
import { PortError } from "../../../core/ports/errors.ts";
import { EPOCH, inState, instanceNo } from "../../builders.ts";
import { type Stage, stage } from "./stage.ts";

const ID = instanceNo(1);
const clock = { name: "clock", at: EPOCH, ok: true, offsetMs: 3 };
const sick: Instance = inState("preparing", { signals: { clock }, stages: { clock: 9_000 } });

/** One that ran out of time, with what it asks of EC2 still in the queue. */
async function quarantined(): Promise<Stage> {
  const on = await stage({ instances: [sick] });
  await move(on.ports, ID, ({ entry, askedAgain }) => ({
    name: "deadline",
    entry,
    askedAgain,
    at: EPOCH,
    cause: "deadline:x",
  }));
  return on;
}
const retire = (on: Stage) =>
  move(on.ports, ID, () => ({ name: "retire", reasons: [], at: EPOCH, cause: "plan:win-build:9" }));
const kept = (on: Stage) => on.ports.autopsies.find(ID);

describe("an autopsy", () => {
  it("keeps why, how far it came, what it reported last, and what EC2 has of it", async () => {
    const on = await quarantined();
    on.ec2.printed = "sysprep: fatal error";
    on.ec2.machines.set(ID, {
      ...{ id: ID, az: sick.az, type: sick.type, imageId: sick.imageId, securityGroups: [], tags: {} },
      observed: { state: "running", at: EPOCH },
      stateReason: { code: "Server.InternalError", message: "Internal error on launch" },
    });
    expect(await on.performAll()).toEqual(["asked"]);
    expect(await kept(on)).toMatchObject({
      instance: ID,
      pool: sick.pool,
      quarantinedAt: EPOCH,
      verdict: { from: "preparing", to: "quarantined", reasons: [{ code: "out-of-time" }] },
      stages: { clock: 9_000 },
      signals: [clock],
      history: [{}, { to: "quarantined" }],
      stateReason: { code: "Server.InternalError" },
      console: { kind: "output", text: "sysprep: fatal error", bytes: 20 },
    });
  });

  it("changes nothing of the record, and is in no notice", async () => {
    const on = await quarantined();
    on.ec2.printed = "a secret";
    const before = await on.instance(ID);
    await on.performAll();
    expect(await on.instance(ID)).toEqual(before);
    expect(JSON.stringify(on.written) + on.published.join("")).not.toContain("a secret");
  });

  it("is taken once, however often it is asked for", async () => {
    const on = await quarantined();
    on.ec2.printed = "x";
    const [action] = on.takeActions();
    expect(await performAction(on.ports, action!)).toBe("asked");
    expect(await performAction(on.ports, action!)).toBe("already");
    expect(on.ec2.asked.filter((line) => line.startsWith("read"))).toHaveLength(1);
  });

  it("says why there is no console when EC2 does not answer, and is asked for again", async () => {
    const on = await quarantined();
    const [action] = on.takeActions();
    on.before("console.read", async () => {
      throw new PortError("retry-after", "UnauthorizedOperation", "not yours", { retryAfterMs: 60_000 });
    });
    await expect(performAction(on.ports, action!)).rejects.toMatchObject({ code: "UnauthorizedOperation" });
    expect(await kept(on)).toMatchObject({
      verdict: { to: "quarantined" },
      console: { kind: "refused", error: "UnauthorizedOperation" },
    });
  });

  it("that nobody took, or that found the console empty, is taken before the instance ends", async () => {
    for (const takes of [true, false]) {
      const on = await quarantined();
      if (takes) await on.performAll();
      else on.takeActions();
      expect((await kept(on))?.console.kind).toBe(takes ? "empty" : undefined);
      on.ec2.printed = "late";
      await retire(on);
      expect(await on.performAll()).toEqual(["asked"]);
      expect(await kept(on)).toMatchObject({ console: { text: "late" }, verdict: { to: "quarantined" } });
      expect(on.ec2.asked.at(-1)).toBe(`terminate ${ID}`);
    }
  });

  it("holds no end up", async () => {
    const on = await quarantined();
    on.takeActions();
    await retire(on);
    on.before("console.read", async () => {
      throw new PortError("retryable", "InternalError", "not now");
    });
    expect(await on.performAll()).toEqual(["asked"]);
    expect(on.ec2.asked.at(-1)).toBe(`terminate ${ID}`);
    expect(on.counted).toContain(`autopsy-incomplete ${sick.pool} InternalError`);
  });

  it("is taken of nothing that was never quarantined", async () => {
    const on = await stage({ instances: [inState("warm")] });
    await retire(on);
    await on.performAll();
    expect(await kept(on)).toBeUndefined();
  });
});
