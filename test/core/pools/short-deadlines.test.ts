import { describe, expect, it } from "vitest";
import type { Deadlines } from "../../../core/model/pool.ts";
import { RETRIES } from "../../../core/model/retries.ts";
import { MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { shortDeadlines } from "../../../core/pools/short-deadlines.ts";
import { poolFile } from "../../../events/requests/pool-file.v1.ts";

const seconds = poolFile.shape.pools.element.shape.deadlines.parse(undefined);
/** What a pool file does not say. */
const DEFAULTS = Object.fromEntries(
  Object.entries(seconds).map(([name, each]) => [name.replace(/Seconds$/, "Ms"), each * SECOND_MS]),
) as unknown as Deadlines;
const given = (changes: Partial<Deadlines>): Deadlines => ({ ...DEFAULTS, ...changes });

describe("a pool's deadlines", () => {
  it("are long enough where the pool file does not say", () => expect(shortDeadlines(given({}))).toEqual([]));

  it("are too short below the visibility timeout of what they wait for, and no sooner", () => {
    const { visibilityMs: retryAfterMs } = RETRIES.actions;
    expect(shortDeadlines(given({ handingOverMs: retryAfterMs }))).toEqual([]);
    expect(shortDeadlines(given({ handingOverMs: retryAfterMs - SECOND_MS }))).toEqual([
      { deadline: "handingOverMs", limitMs: retryAfterMs - SECOND_MS, waitsFor: "actions", retryAfterMs },
    ]);
  });

  it("wait for EC2's event while they launch, which comes again sooner than an order does", () => {
    const limitMs = 4 * MINUTE_MS;
    expect(shortDeadlines(given({ launchingMs: limitMs, preparingMs: limitMs }))).toEqual([]);
    expect(shortDeadlines(given({ parkingMs: limitMs, retiringMs: limitMs })).map(({ deadline }) => deadline)).toEqual([
      "parkingMs",
      "retiringMs",
    ]);
  });

  it("of quarantine and of a return wait for no message", () =>
    expect(shortDeadlines(given({ quarantinedMs: 1, returningMs: 1 }))).toEqual([]));
});
