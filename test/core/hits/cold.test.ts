import { expect, it } from "vitest";
import { coldTimeOf } from "../../../core/hits/cold.ts";
import { MINUTE_MS } from "../../../core/model/time.ts";
import { EPOCH, inState } from "../../builders.ts";

const preparing = inState("preparing");
const ready = inState("parking", { launchedAt: EPOCH - 4 * MINUTE_MS, readyAt: EPOCH });

it("runs from the launch asked for to the first time that an instance is ready", () => {
  expect(coldTimeOf(preparing, ready)).toBe(4 * MINUTE_MS);
});

it("is reported once, by the write that makes it ready", () => {
  expect(coldTimeOf(ready, inState("warm"))).toBeUndefined();
  expect(coldTimeOf(inState("launching"), preparing)).toBeUndefined();
  expect(coldTimeOf(undefined, ready)).toBeUndefined();
});
