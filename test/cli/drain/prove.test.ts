import { describe, expect, it } from "vitest";
import type { Plane } from "../../../cli/client.ts";
import { prove } from "../../../cli/drain/prove.ts";
import type { Follower } from "../../../cli/follower.ts";
import type { Sweep } from "../../../core/model/sweep.ts";
import { MINUTE_MS } from "../../../core/model/time.ts";
import { sweepDetailsOf } from "../../../core/notices/sweep-notice.ts";
import { EPOCH, REGION } from "../../builders.ts";
import { aBlindSweep, aBusySweep } from "../sweeps.ts";

const A = aBusySweep(EPOCH);
const B = aBusySweep(EPOCH + MINUTE_MS);
const shown = (sweep: Sweep, state: "under-way" | "finished") => ({ ...sweepDetailsOf(sweep), state });

/** A plane that answers so, one after the other, and what it was asked. */
function scripted(...answers: readonly object[]) {
  const asked: string[] = [];
  const plane: Plane = async (request, answer) => {
    const body = answers[asked.length];
    asked.push(request);
    return { kind: "ok", body: answer.parse(body) };
  };
  return { plane, asked };
}

/** `stopped` from the n-th wait on. */
function following(stopsAt = Number.POSITIVE_INFINITY): Follower {
  const stopping = new AbortController();
  let waits = 0;
  return {
    stopped: stopping.signal,
    async next() {
      waits += 1;
      if (waits >= stopsAt) stopping.abort();
    },
    end() {},
  };
}

describe("the proof that nothing is left", () => {
  it("is no sweep that had begun before: that one is waited for, and another begun", async () => {
    const { plane, asked } = scripted(
      { sweep: shown(A, "under-way"), isNew: false },
      shown(A, "finished"),
      { sweep: shown(B, "under-way"), isNew: true },
      shown(B, "under-way"),
      shown(B, "finished"),
    );
    const proven = await prove(plane, REGION, following());
    expect(proven).toMatchObject({
      kind: "ok",
      body: { sweep: B.id, isComplete: true, unread: [], found: 3, leaks: A.findings.leaks },
    });
    expect(asked).toHaveLength(5);
  });

  it("proves nothing where a zone was not read, or nobody finished it", async () => {
    const blind = shown(aBlindSweep(EPOCH), "finished");
    expect(await prove(scripted({ sweep: blind, isNew: true }).plane, REGION, following())).toMatchObject({
      body: { isComplete: false, unread: [`${REGION}b`] },
    });
    const leftBehind = { ...shown(A, "finished"), state: "left-behind" };
    expect(await prove(scripted({ sweep: leftBehind, isNew: true }).plane, REGION, following())).toMatchObject({
      body: { isComplete: false, unread: [] },
    });
  });

  it("is given up when somebody stops it", async () => {
    const { plane } = scripted({ sweep: shown(A, "under-way"), isNew: true });
    expect(await prove(plane, REGION, following(1))).toEqual({ kind: "ok", body: undefined });
  });
});
