import { describe, expect, it } from "vitest";
import { claimInstance } from "../../../core/flows/claim-instance.ts";
import type { ClaimRequest } from "../../../core/model/claim.ts";
import { spread } from "../../../core/model/ids.ts";
import type { Instance } from "../../../core/model/instance.ts";
import { CANDIDATES_CHOSEN_MAX, CANDIDATES_MAX, MATCH_POOLS_MAX } from "../../../core/model/limits.ts";
import { aPool, aTarget, aTemplate, CALLER, claimNo, EPOCH, inState, instanceNo, next, POOL } from "../../builders.ts";
import { type Stage, stage } from "./stage.ts";

const REQUEST: ClaimRequest = { caller: CALLER, key: "job-1", pool: POOL };
const CLAIM = claimNo(1);
const warm = (n: number): Instance => inState("warm", { id: instanceNo(n) });
/** Warm ones in the order in which this claim meets them. */
const inOrder = (count: number): readonly Instance[] => {
  const turn = ({ id }: Instance) => `${spread(id) >= spread(CLAIM) ? 0 : 1}${spread(id)}`;
  return Array.from({ length: count }, (_, n) => warm(n)).sort((a, b) => (turn(a) < turn(b) ? -1 : 1));
};
const claim = async (on: Stage, changes: Partial<ClaimRequest> = {}) => {
  const claimed = await claimInstance(on.ports, { ...REQUEST, ...changes });
  if (claimed.kind !== "answer") throw new Error(claimed.kind);
  return claimed;
};

describe("what a claim costs", () => {
  it("a hit: one query beside what is known of capacity, one write, one start, and the backstop", async () => {
    const on = await stage({ instances: [warm(1)] });
    await claim(on);
    expect(on.calls).toEqual([
      "pools.recall",
      "templates.find",
      ...["offerings.recall", "instances.listByState"],
      "records.commit",
      ...["power.start", "actions.enqueue"],
    ]);
  });

  it("a almost-warm hit: the queries on the way, and one write", async () => {
    const on = await stage({ instances: [inState("parking")] });
    const { isNew } = await claim(on);
    expect(isNew).toBe(true);
    const reads = on.calls.filter((call) => call !== "instances.listByState");
    expect(reads).toEqual(["pools.recall", "templates.find", "offerings.recall", "records.commit"]);
  });

  it("a miss: the queries on the way, and one write; it names itself as the cause", async () => {
    const on = await stage();
    const { claim: made } = await claim(on);
    expect(on.calls.filter((call) => call !== "instances.listByState")).toEqual([
      "pools.recall",
      "templates.find",
      "offerings.recall",
      "records.commit",
    ]);
    expect(made.last.cause).toBe(`claim:${CLAIM}`);
  });

  it("without a pool's name: the list of pools, and no more of them than may be looked at", async () => {
    const pools = Array.from({ length: MATCH_POOLS_MAX + 1 }, (_, n) =>
      aPool({ id: `p${String(n).padStart(3, "0")}` }),
    );
    const on = await stage({ pools });
    const { pool: _, ...anywhere } = REQUEST;
    await claimInstance(on.ports, { ...anywhere, type: "m6i.xlarge" });
    expect(on.calls).not.toContain("pools.recall");
    expect(on.calls.filter((call) => call === "templates.find")).toHaveLength(MATCH_POOLS_MAX);
  });

  it.each<[string, Partial<ClaimRequest>, number]>([
    ["takes any", {}, CANDIDATES_MAX],
    ["asks for a zone", { az: "eu-west-1a" }, CANDIDATES_CHOSEN_MAX],
    ["asks for a type", { type: "m6i.xlarge" }, CANDIDATES_CHOSEN_MAX],
    ["asks for both", { az: "eu-west-1a", type: "m6i.xlarge" }, CANDIDATES_CHOSEN_MAX],
  ])("one that %s reads so many candidates at a time: %j, %i", async (_, asked, limit) => {
    const on = await stage({ instances: [warm(1)] });
    const limits: number[] = [];
    const { listByState } = on.ports.instances;
    const watched = (from: Parameters<typeof listByState>[0]) => {
      limits.push(from.limit);
      return listByState(from);
    };
    const ports = { ...on.ports, instances: { ...on.ports.instances, listByState: watched } };
    await claimInstance(ports, { ...REQUEST, ...asked });
    expect(limits).toEqual([limit]);
  });
});

describe("an answer", () => {
  it("is new, and reported as it is after a start that delivered at once", async () => {
    const { terms } = inState("warm");
    const evidence = { ...aTemplate().evidence, "handing-over": { by: "ec2-state" } as const };
    const observed = { state: "running", at: EPOCH } as const;
    const on = await stage({
      pools: [aPool({ target: aTarget({ running: 1 }) })],
      instances: [inState("warm", { tier: "running", observed, terms: { ...terms, evidence } })],
    });
    expect(await claim(on)).toMatchObject({ isNew: true, claim: { state: "delivered" } });
  });
});

describe("a claim whose instance another takes just then", () => {
  it("takes the next of the same page", async () => {
    const [first, second] = inOrder(2);
    if (!first || !second) throw new Error("two are warm");
    const on = await stage({ instances: [first, second] });
    on.before("records.commit", async () =>
      on.ports.records.commit({ instance: next(await on.instance(first.id), { state: "retiring" }) }),
    );
    expect(await claim(on)).toMatchObject({ claim: { kind: "hit", instance: second.id } });
  });

  it("takes one of the next page when all of the first are taken", async () => {
    const met = inOrder(CANDIDATES_MAX + 1);
    const on = await stage({ instances: met });
    const taken = met.slice(0, CANDIDATES_MAX);
    on.before("records.commit", async () => {
      for (const { id } of taken)
        await on.ports.records.commit({ instance: next(await on.instance(id), { state: "retiring" }) });
    });
    expect(await claim(on)).toMatchObject({ claim: { kind: "hit", instance: met.at(-1)?.id } });
  });
});
