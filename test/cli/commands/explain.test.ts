import { describe, expect, it } from "vitest";
import { aClaim, aLedger, anInstance, anIntent, anUnavailable, instanceNo, POOL } from "../../builders.ts";
import { startStockedPlane } from "../plane.ts";

describe("greenroom explain", () => {
  it("reports what the plan would do, and why", async () => {
    const { run, ports } = await startStockedPlane();
    await ports.records.commit({ instance: anInstance({ id: instanceNo(2), state: "preparing" }) });
    await ports.records.commit({ claim: aClaim() });
    await ports.ledgers.save(aLedger(), { added: [anIntent({ count: 1 })], dropped: [] });
    await ports.offerings.save(anUnavailable({ offering: "eu-west-1b/m5.xlarge" }));
    expect(
      (await run("explain", POOL)).out,
    ).toBe(`win-build  windows-2022-build@3 in eu-west-1, at 2026-01-05 09:00:00Z, ledger epoch 1

TIER     TARGET  PREPARING  WARM
stopped       4          1     1
1 claim waits.

Why
  1 launches asked for and not yet recorded
  tier stopped holds 2 of 4

It would launch
  2 × m6i.xlarge in eu-west-1b, to wait stopped

It would give
  i-00000000000000001 to claim-0f018587c8abb54f2f70

Held back
  eu-west-1b/m5.xlarge refused capacity and is left alone until 2026-01-05 09:01:00Z
`);
  });

  it("says so when there is nothing to do", async () => {
    const { run, ports } = await startStockedPlane();
    for (const n of [2, 3, 4]) await ports.records.commit({ instance: anInstance({ id: instanceNo(n) }) });
    const { out } = await run("explain", POOL);
    expect(out).toContain("tier stopped holds its target of 4");
    expect(out).toContain("It would change nothing.");
  });

  it("gives the whole plan as one document", async () => {
    const { runJson } = await startStockedPlane();
    const { document } = await runJson("explain", POOL);
    expect(document).toMatchObject({
      pool: { id: POOL },
      at: "2026-01-05T09:00:00.000Z",
      counts: { stopped: { warm: 1 } },
      launches: [{ count: 2 }, { count: 1 }],
      reasons: [{ code: "below-target", text: "tier stopped holds 1 of 4" }],
    });
  });
});
