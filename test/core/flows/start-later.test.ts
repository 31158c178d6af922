import { describe, expect, it } from "vitest";
import { claimInstance } from "../../../core/flows/claim-instance.ts";
import { BACKSTOP_DELAY_MS, THROTTLED_WAIT_MS } from "../../../core/model/limits.ts";
import { SECOND_MS } from "../../../core/model/time.ts";
import { PortError } from "../../../core/ports/errors.ts";
import { CALLER, EPOCH, inState, instanceNo, POOL } from "../../builders.ts";
import { NO_CAPACITY } from "./ec2.ts";
import { stage } from "./stage.ts";

const throttled = new PortError("retry-after", "RequestLimitExceeded", "throttled", {
  retryAfterMs: THROTTLED_WAIT_MS,
});
const denied = new PortError("terminal", "Malformed", "no such parameter");
const warm = (n: number, type?: string) => inState("warm", { id: instanceNo(n), ...(type !== undefined && { type }) });
const claim = (on: Awaited<ReturnType<typeof stage>>) =>
  claimInstance(on.ports, { caller: CALLER, key: "job-1", pool: POOL });
/** When what waits in the queue of actions is due, the soonest first. */
const dueIn = (on: Awaited<ReturnType<typeof stage>>) =>
  on.queued.filter(({ queue }) => queue === "actions").map(({ at }) => at - EPOCH);

describe("a start that EC2 throttles once", () => {
  it("is asked again by the queue when the error says, and the answer names the claim meanwhile", async () => {
    const on = await stage({ instances: [warm(1)] });
    on.before("power.start", () => Promise.reject(throttled));
    expect(await claim(on)).toMatchObject({ kind: "answer", isNew: true, claim: { state: "leased", kind: "hit" } });
    const [soonest = 0, backstop] = dueIn(on).sort((a, b) => a - b);
    expect(soonest).toBeGreaterThanOrEqual(THROTTLED_WAIT_MS);
    expect(soonest).toBeLessThanOrEqual(THROTTLED_WAIT_MS + 2 * SECOND_MS);
    expect(backstop).toBe(BACKSTOP_DELAY_MS);
    await on.performAll();
    expect(on.ec2.asked).toContain(`start ${instanceNo(1)}`);
  });

  it("is asked again of the instance that was fallen back to, and not of the first", async () => {
    const on = await stage({ instances: [warm(1), warm(2, "m5.xlarge")] });
    let starts = 0;
    const start = on.ports.power.start;
    const power = {
      ...on.ports.power,
      start: (id: string) => {
        starts += 1;
        if (starts === 1) return Promise.resolve(NO_CAPACITY);
        return starts === 2 ? Promise.reject(throttled) : start(id);
      },
    };
    const answer = await claimInstance({ ...on.ports, power }, { caller: CALLER, key: "job-1", pool: POOL });
    expect(answer).toMatchObject({ claim: { state: "leased" } });
    const held = answer.kind === "answer" ? answer.claim.instance : undefined;
    const soon = on.queued.filter(
      ({ queue, at }) => queue === "actions" && at - EPOCH < BACKSTOP_DELAY_MS && at > EPOCH,
    );
    expect(soon.map(({ text }) => JSON.parse(text).detail.action.instance)).toEqual([held]);
  });

  it("fails the request when it can never be asked", async () => {
    const on = await stage({ instances: [warm(1)] });
    on.before("power.start", () => Promise.reject(denied));
    await expect(claim(on)).rejects.toBe(denied);
  });
});
