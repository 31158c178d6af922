import { expect, it } from "vitest";
import { claimInstance } from "../../../core/flows/claim-instance.ts";
import { CALLER, inState, instanceNo, POOL } from "../../builders.ts";
import { stage } from "./stage.ts";

/** Templates are immutable: a process that found one never asks again. The pool is asked for as if nobody remembered it. */
const REMEMBERED = ["templates.find"];

it("makes at most three calls, one after the other, before it starts the instance of a claim that asks for no change", async () => {
  const on = await stage({ instances: [1, 2, 3].map((n) => inState("warm", { id: instanceNo(n) })) });
  const claimed = await claimInstance(on.ports, { caller: CALLER, key: "job-1", pool: POOL });
  expect(claimed).toMatchObject({ claim: { kind: "hit", state: "leased" } });
  const before = on.calls.slice(0, on.calls.indexOf("power.start")).filter((call) => !REMEMBERED.includes(call));
  expect(before).toEqual(["pools.recall", "instances.drawn", "records.commit"]);
});
