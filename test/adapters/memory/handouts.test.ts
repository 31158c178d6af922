import { expect, it } from "vitest";
import { memoryHandouts } from "../../../adapters/memory/handouts.ts";
import { claimNo, EPOCH } from "../../builders.ts";

it("forgets what claims brought when its time is over, and takes it anew", async () => {
  const clock = { at: EPOCH, now: () => clock.at };
  const handouts = memoryHandouts(clock);
  await handouts.keep(claimNo(1), "x", EPOCH + 10);
  clock.at = EPOCH + 9;
  expect(await handouts.find(claimNo(1))).toBe("x");
  clock.at = EPOCH + 10;
  expect(await handouts.find(claimNo(1))).toBeUndefined();
  expect(await handouts.keep(claimNo(1), "y", EPOCH + 20)).toBe("kept");
});
