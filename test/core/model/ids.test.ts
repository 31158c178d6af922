import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actionId } from "../../../core/model/action.ts";
import {
  CLAIM_ID,
  claimId,
  INSTANCE_ID,
  launchToken,
  noticeId,
  POOL_ID,
  planRequestId,
  SPREAD_FIRST,
  SPREAD_LAST,
  spread,
  spreadAfter,
  sweepRequestId,
  wakeId,
} from "../../../core/model/ids.ts";
import { EPOCH, instanceNo } from "../../builders.ts";

describe("an id", () => {
  it.each([
    [POOL_ID, "win-build", true],
    [POOL_ID, "a", true],
    [POOL_ID, `a${"b".repeat(38)}`, true],
    [POOL_ID, `a${"b".repeat(39)}`, false],
    [POOL_ID, "1pool", false],
    [POOL_ID, "Pool", false],
    [POOL_ID, "a/b", false],
    [POOL_ID, "a#b", false],
    [INSTANCE_ID, "i-0a1b2c3d", true],
    [INSTANCE_ID, "i-0a1b2c3d4e5f60718", true],
    [INSTANCE_ID, "i-0a1b2c3d4", false],
    [INSTANCE_ID, "i-0A1B2C3D", false],
    [INSTANCE_ID, "xi-0a1b2c3d", false],
    [INSTANCE_ID, "i-0a1b2c3d4e5f60718x", false],
    [CLAIM_ID, `claim-${"0".repeat(20)}`, true],
    [CLAIM_ID, `claim-${"0".repeat(21)}`, false],
    [CLAIM_ID, `xclaim-${"0".repeat(20)}`, false],
  ])("%s takes %s: %s", (pattern, text, taken) => {
    expect(pattern.test(text)).toBe(taken);
  });

  it("of a claim differs when caller and key are cut elsewhere", () => {
    expect(claimId("ab", "c")).not.toBe(claimId("a", "bc"));
    expect(claimId("a|1:b", "c")).not.toBe(claimId("a", "1:b|c"));
  });

  it("of a launch is one that EC2's client token takes, and differs by pool, epoch and slot", () => {
    const token = launchToken("p", 1, 2);
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    const others = [launchToken("q", 1, 2), launchToken("p", 2, 2), launchToken("p", 1, 3), launchToken("p", 12, 0)];
    expect(new Set([token, ...others]).size).toBe(5);
  });

  it("stays what it is from release to release: a token asked again must be the same", () => {
    expect(launchToken("win-build", 1, 0)).toBe("e1bcaf347821f68e179b3fa02a20047688f521d8e34b998ea78298fb5ae94284");
    expect(claimId("arn:aws:iam::111122223333:user/a", "job-1")).toBe("claim-6a068d3f42d13690a9b9");
    expect(spread(instanceNo(1))).toBe("e514f1a0");
  });

  it("of a notice is the resource's and its version's", () => {
    expect(noticeId(instanceNo(1), 7)).toBe(`${instanceNo(1)}:7`);
  });

  it("of a deadline is its entry's and the times it asked again", () => {
    expect(wakeId(instanceNo(1), 3, 1)).toBe(`wake:${instanceNo(1)}:3:1`);
  });

  it("of a plan request is the pool's and the second's", () => {
    expect(planRequestId("p", EPOCH)).toBe(planRequestId("p", EPOCH + 999));
    expect(planRequestId("p", EPOCH)).not.toBe(planRequestId("p", EPOCH + 1_000));
    expect(planRequestId("p", EPOCH)).toBe(`plan:p:${EPOCH / 1_000}`);
  });

  it("of a sweep's next step is the sweep's and the second's", () => {
    expect(sweepRequestId("eu-west-1:x", EPOCH + 999)).toBe(`sweep:eu-west-1:x:${EPOCH / 1_000}`);
    expect(sweepRequestId("eu-west-1:x", EPOCH + 1_000)).toBe(`sweep:eu-west-1:x:${EPOCH / 1_000 + 1}`);
  });

  it("of an action is its token's, or its effect's in one entry, lease and asking", () => {
    expect(actionId({ do: "launch", pool: "p", token: "t", cause: "c" })).toBe("launch:t");
    const start = { do: "start", instance: instanceNo(1), entry: 4, leaseEpoch: 2, askedAgain: 1, cause: "c" } as const;
    expect(actionId(start)).toBe(`start:${instanceNo(1)}:4:2:1`);
  });
});

describe("the spread", () => {
  it("is 8 hex digits", () => {
    fc.assert(fc.property(fc.string(), (id) => /^[0-9a-f]{8}$/.test(spread(id))));
  });

  it("begins and ends where eight hex digits do", () => {
    expect([SPREAD_FIRST, SPREAD_LAST]).toEqual(["00000000", "ffffffff"]);
  });

  it("goes on at the next place after a resource's", () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        const [here, next] = [spread(id), spreadAfter(id)];
        return here === SPREAD_LAST
          ? next === SPREAD_FIRST
          : Number.parseInt(next, 16) === Number.parseInt(here, 16) + 1;
      }),
    );
    expect(spreadAfter(instanceNo(1))).toMatch(/^[0-9a-f]{8}$/);
  });

  it("is even enough: of a thousand unmanaged instances about a quarter begin in each quarter", () => {
    const quarters = [0, 0, 0, 0];
    for (let n = 0; n < 1_000; n += 1) {
      const at = Math.floor(Number.parseInt(spread(instanceNo(n)).slice(0, 1), 16) / 4);
      quarters[at] = (quarters[at] ?? 0) + 1;
    }
    for (const count of quarters) expect(count).toBeGreaterThan(200);
  });
});
