import { describe, expect, it } from "vitest";
import { admits, withTrial } from "../../../core/blame/admit.ts";
import { pauseMs } from "../../../core/blame/charge.ts";
import { forgotten, proved } from "../../../core/blame/proved.ts";
import { newBlameLedger } from "../../../core/model/blame/ledger.ts";
import {
  ALIKE_WITHIN_MS,
  BLAME_OPEN_LEAST_MS,
  BLAME_OPEN_MOST_MS,
  BLAME_TRIAL_MS,
} from "../../../core/model/blame-limits.ts";
import { MINUTE_MS } from "../../../core/model/time.ts";
import { EPOCH } from "../../builders.ts";
import { aBlame, failing, scopesOpen, there } from "./where.ts";

const NONE = newBlameLedger();
const KILLED = aBlame({
  code: "terminated-unasked",
  owner: "account",
  scope: "pool",
  widest: "region",
  alert: "changed-by-others",
});

describe("an open breaker", () => {
  const open = failing(NONE, aBlame(), [there(), there()]);
  const over = EPOCH + 1_000 + BLAME_OPEN_LEAST_MS;

  it("lets one trial through after its pause, and no other until that is settled", () => {
    expect(admits(open, there(), over)).toEqual({ kind: "trial" });
    const trying = withTrial(open, there(), over);
    expect(admits(trying, there(), over + MINUTE_MS)).toMatchObject({ kind: "held", until: over + BLAME_TRIAL_MS });
    expect(admits(trying, there(), over + BLAME_TRIAL_MS)).toEqual({ kind: "trial" });
  });

  it("that holds longest says why, of several that cover it", () => {
    const both = failing(open, aBlame({ code: "AuthFailure", scope: "region" }), [there(), there()], EPOCH + MINUTE_MS);
    const reasons = (ledger: typeof both) => admits(ledger, there(), EPOCH + 2 * MINUTE_MS);
    expect(reasons(both)).toMatchObject({ kind: "held", by: { code: "AuthFailure" } });
    expect(reasons({ ...both, breakers: both.breakers.toReversed() })).toMatchObject({ by: { code: "AuthFailure" } });
  });

  it("begins no trial within its pause", () => expect(withTrial(open, there(), over - 1)).toEqual(open));

  it("stays open twice as long after each trial that fails, up to a bound", () => {
    let ledger = open;
    const pauses: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      const at = Math.max(...ledger.breakers.map((each) => each.open?.until ?? 0));
      ledger = failing(withTrial(ledger, there(), at), aBlame(), [there()], at + MINUTE_MS);
      pauses.push((ledger.breakers[0]!.open!.until - at - MINUTE_MS) / MINUTE_MS);
    }
    expect(pauses).toEqual([20, 40, 80, 120, 120, 120]);
    expect(pauseMs(20)).toBe(BLAME_OPEN_MOST_MS);
  });

  it("is not held longer by what was under way when it opened", () =>
    expect(failing(open, aBlame(), [there()], EPOCH + MINUTE_MS).breakers[0]?.open).toEqual(open.breakers[0]?.open));

  it("closes by a success that began after it opened, not by one from before", () => {
    const readyAt = EPOCH + 5 * MINUTE_MS;
    expect(scopesOpen(proved(open, { where: there(), launchedAt: EPOCH, readyAt }))).toEqual(["template"]);
    expect(scopesOpen(proved(open, { where: there(), launchedAt: EPOCH + 2_000, readyAt }))).toEqual([]);
    expect(
      scopesOpen(proved(open, { where: there({ pool: "linux-ci" }), launchedAt: EPOCH + 2_000, readyAt })),
    ).toEqual(["template"]);
  });

  it("of what others do to members does not close by a success: it only lets the next one through", () => {
    const killed = failing(NONE, KILLED, [there(), there()]);
    const trying = withTrial(killed, there(), over);
    const after = proved(trying, { where: there(), launchedAt: over, readyAt: over + MINUTE_MS });
    expect(admits(after, there(), over + MINUTE_MS)).toEqual({ kind: "trial" });
  });

  it("is forgotten when nothing has failed for long after its pause", () => {
    expect(forgotten(open, over + ALIKE_WITHIN_MS).breakers).toHaveLength(1);
    expect(forgotten(open, over + ALIKE_WITHIN_MS + 1).breakers).toEqual([]);
  });
});
