import { describe, expect, it } from "vitest";
import { PortError } from "../../../core/ports/errors.ts";
import { recordedEc2 } from "../../../local/replay/answers.ts";
import { eventClock } from "../../../local/replay/clock.ts";
import { nominalEc2 } from "../../../local/replay/nominal.ts";
import { EPOCH, instanceNo } from "../../builders.ts";

function given({ waits = true } = {}) {
  const clock = eventClock();
  clock.set(EPOCH);
  const nominal = nominalEc2(clock, { find: async () => undefined }, () => {});
  return { clock, ec2: recordedEc2(clock, nominal, () => waits) };
}
const START = { version: 1, port: "power", method: "start", key: instanceNo(1), ordinal: 0 } as const;

describe("a call of EC2 in a replay", () => {
  it("waits for the answer that was recorded", async () => {
    const { ec2 } = given();
    const asked = ec2.ports.power.start(instanceNo(1));
    expect(ec2.waiting()).toBe(1);
    expect(ec2.answered({ ...START, answer: { kind: "no-capacity", error: "InsufficientInstanceCapacity" } })).toBe(
      true,
    );
    expect(await asked).toEqual({ kind: "no-capacity", error: "InsufficientInstanceCapacity" });
    expect([ec2.waiting(), ec2.nominal()]).toEqual([0, 0]);
  });

  it("fails as it did then", async () => {
    const { ec2 } = given();
    const asked = ec2.ports.power.start(instanceNo(1));
    const error = {
      fate: "retry-after",
      code: "RequestLimitExceeded",
      message: "slow down",
      retryAfterMs: 5_000,
    } as const;
    ec2.answered({ ...START, error });
    await expect(asked).rejects.toEqual(
      new PortError("retry-after", "RequestLimitExceeded", "slow down", { retryAfterMs: 5_000 }),
    );
  });

  it("is distinguished from others of its kind by its place among them", async () => {
    const { ec2 } = given();
    const [first, second] = [ec2.ports.power.start(instanceNo(1)), ec2.ports.power.start(instanceNo(1))];
    ec2.answered({ ...START, ordinal: 1, answer: { kind: "already" } });
    ec2.answered({ ...START, ordinal: 0, answer: { kind: "asked" } });
    expect([await first, await second]).toEqual([{ kind: "asked" }, { kind: "already" }]);
  });

  it.each([
    ["another instance's", { key: instanceNo(2) }],
    ["another call's", { method: "stop" }],
  ] as const)("does not take %s answer", (_, changes) => {
    const { ec2 } = given();
    void ec2.ports.power.start(instanceNo(1));
    expect(ec2.answered({ ...START, ...changes, answer: { kind: "asked" } })).toBe(false);
    expect(ec2.waiting()).toBe(1);
  });

  it("is answered as if all went well when none comes within half a minute", async () => {
    const { ec2 } = given();
    const asked = ec2.ports.power.start(instanceNo(1));
    expect(ec2.due()).toBe(EPOCH + 30_000);
    ec2.giveUp();
    expect(await asked).toEqual({ kind: "asked" });
    expect([ec2.due(), ec2.nominal()]).toEqual([undefined, 1]);
  });

  it("is answered so at once where no answers are recorded", async () => {
    const { ec2 } = given({ waits: false });
    expect(await ec2.ports.power.start(instanceNo(1))).toEqual({ kind: "asked" });
    expect(await ec2.ports.lookup.look(instanceNo(1))).toBe("unknown");
    expect(await ec2.ports.listing.page({ zone: "z", limit: 1 })).toMatchObject({ kind: "unanswered" });
    expect(ec2.nominal()).toBe(3);
  });
});
