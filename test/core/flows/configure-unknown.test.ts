import { describe, expect, it } from "vitest";
import { claimInstance } from "../../../core/flows/claim-instance.ts";
import type { ClaimRequest } from "../../../core/model/claim.ts";
import { aPool, CALLER, inState, instanceNo, POOL } from "../../builders.ts";
import { stage } from "./stage.ts";

const ID = instanceNo(1);
const asking = (changes: Partial<ClaimRequest>): ClaimRequest => ({
  caller: CALLER,
  key: "job-1",
  pool: POOL,
  ...changes,
});

describe("a change that EC2 answers with an id that it does not know", () => {
  it.each<[string, Partial<ClaimRequest>]>([
    ["retype", { type: "m5.xlarge" }],
    ["tag", { tags: { job: "1" } }],
    ["regroup", { securityGroups: ["sg-0feedfacefeedface0"] }],
  ])("is not made: %s; nothing is started or delivered without it, and it is asked again", async (call, changes) => {
    const on = await stage({
      pools: [aPool({ allows: { securityGroups: ["sg-*"] } })],
      instances: [inState("warm", { id: ID, type: "m6i.xlarge" })],
    });
    on.ec2.refusals.set(call, { kind: "unknown" });
    await claimInstance(on.ports, asking(changes));
    expect(await on.instance(ID)).toMatchObject({ state: "handing-over", lease: { configured: false } });
    expect(on.ec2.asked.filter((each) => each.startsWith("start"))).toEqual([]);
    on.ec2.refusals.delete(call);
    await on.performAll();
    expect((await on.instance(ID)).lease?.configured).toBe(true);
    expect(on.ec2.asked.filter((each) => each.startsWith("start"))).toHaveLength(1);
  });
});
