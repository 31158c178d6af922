import { expect, it } from "vitest";
import { claimInstance } from "../../../core/flows/claim-instance.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import { seamed, type Through } from "../../../local/seam.ts";
import { CALLER, inState, instanceNo, POOL } from "../../builders.ts";
import { stage } from "./stage.ts";

/** Templates are immutable: a process that found one never asks again. The pool is asked for as if nobody remembered it. */
const REMEMBERED = ["templates.find"];

/** The same ports; `turns` says of each call after how many others, one after the other, it was begun. */
function timed(ports: Ports): { ports: Ports; turns: { name: string; turn: number }[] } {
  const turns: { name: string; turn: number }[] = [];
  let done = 0;
  const through: Through = async ({ name }, work) => {
    const turn = REMEMBERED.includes(name) ? done : done + 1;
    turns.push({ name, turn });
    const answer = await work();
    done = Math.max(done, turn);
    return answer;
  };
  return { ports: seamed(ports, through), turns };
}

it("makes at most three calls, one after the other, before it starts the instance of a claim that asks for no change", async () => {
  const on = await stage({ instances: [1, 2, 3].map((n) => inState("warm", { id: instanceNo(n) })) });
  const { ports, turns } = timed(on.ports);
  const claimed = await claimInstance(ports, { caller: CALLER, key: "job-1", pool: POOL });
  expect(claimed).toMatchObject({ claim: { kind: "hit", state: "leased" } });
  const till = turns.findIndex(({ name }) => name === "power.start");
  const before = turns.slice(0, till + 1).filter(({ name }) => !REMEMBERED.includes(name));
  expect(before).toEqual([
    { name: "pools.recall", turn: 1 },
    // Beside the query, which takes as long.
    { name: "offerings.recall", turn: 2 },
    { name: "instances.listByState", turn: 2 },
    { name: "records.commit", turn: 3 },
    { name: "power.start", turn: 4 },
  ]);
});
