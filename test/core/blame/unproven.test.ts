import { describe, expect, it } from "vitest";
import { proved } from "../../../core/blame/proved.ts";
import { roomAt, roomUnproven, withLaunches } from "../../../core/blame/unproven.ts";
import { newBlameLedger } from "../../../core/model/blame/ledger.ts";
import { LAUNCHES_PER_HOUR_UNPROVEN_MAX } from "../../../core/model/blame-limits.ts";
import { HOUR_MS, MINUTE_MS } from "../../../core/model/time.ts";
import { EPOCH, POOL } from "../../builders.ts";
import { there } from "./where.ts";

const MAX = LAUNCHES_PER_HOUR_UNPROVEN_MAX;
const NONE = newBlameLedger();

describe("launches of which none has become ready", () => {
  it("are bounded in any hour", () => {
    expect(roomUnproven(NONE, POOL, EPOCH)).toBe(MAX);
    const some = withLaunches(NONE, POOL, MAX - 3, EPOCH);
    expect(roomUnproven(some, POOL, EPOCH)).toBe(3);
    const all = withLaunches(some, POOL, 3, EPOCH + MINUTE_MS);
    expect(roomUnproven(all, POOL, EPOCH + MINUTE_MS)).toBe(0);
    expect(roomAt(all, POOL, EPOCH + MINUTE_MS)).toBe(EPOCH + HOUR_MS);
    expect(roomUnproven(all, POOL, EPOCH + HOUR_MS)).toBe(MAX - 3);
  });

  it("are each pool's own", () =>
    expect(roomUnproven(withLaunches(NONE, POOL, MAX, EPOCH), "linux-ci", EPOCH)).toBe(MAX));

  it("count no more once one is ready", () => {
    const all = withLaunches(NONE, POOL, MAX, EPOCH);
    const ready = proved(all, { where: there(), launchedAt: EPOCH, readyAt: EPOCH + MINUTE_MS });
    expect(roomUnproven(ready, POOL, EPOCH + MINUTE_MS)).toBe(MAX);
  });

  it("are told apart no further than the bound", () =>
    expect(withLaunches(NONE, POOL, 5 * MAX, EPOCH).unproven[POOL]).toHaveLength(MAX));

  it("wait for nothing while there is room", () => expect(roomAt(NONE, POOL, EPOCH)).toBe(EPOCH));
});
