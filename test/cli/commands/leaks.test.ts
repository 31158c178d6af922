import { describe, expect, it } from "vitest";
import { newSweep } from "../../../core/reconcile/shards.ts";
import { EPOCH, instanceNo, REGION } from "../../builders.ts";
import { startPlane, startStockedPlane } from "../plane.ts";
import { aBlindSweep, aBusySweep } from "../sweeps.ts";

describe("greenroom leaks", () => {
  it("names those of the latest finished sweep, with an exit code of their own", async () => {
    const { run, runJson, ports } = await startStockedPlane();
    await ports.sweeps.save(aBlindSweep());
    await ports.sweeps.save(aBusySweep());
    await ports.sweeps.save(newSweep(REGION, [`${REGION}a`], EPOCH));
    expect(await run("leaks", REGION)).toEqual({
      exit: 7,
      err: "",
      out: `2 leaks in eu-west-1, by the sweep of 2026-01-05 08:00:00Z.

i-00000000000000008
i-00000000000000009

Look: aws ec2 describe-instances --region eu-west-1 --instance-ids ID
`,
    });
    expect(await runJson("leaks", REGION)).toEqual({
      exit: 7,
      document: {
        region: REGION,
        sweep: {
          id: `${REGION}:2026-01-05T08:00:00.000Z`,
          startedAt: "2026-01-05T08:00:00.000Z",
          finishedAt: "2026-01-05T08:02:00.000Z",
          isComplete: true,
          unread: [],
        },
        leaks: [instanceNo(8), instanceNo(9)],
      },
    });
  });

  it("are none, with exit code 0, and what was not read is said", async () => {
    const { run, ports } = await startStockedPlane();
    await ports.sweeps.save(aBlindSweep());
    expect(await run("leaks", REGION)).toEqual({
      exit: 0,
      err: "",
      out: `No leaks in eu-west-1, by the sweep of 2026-01-05 07:00:00Z.
Not read to the end, so nothing is known of: eu-west-1b
`,
    });
  });

  it("are not known before a sweep has finished", async () => {
    const { run, ports } = await startStockedPlane();
    await ports.sweeps.save(newSweep(REGION, [`${REGION}a`], EPOCH));
    expect(await run("leaks", REGION)).toEqual({
      exit: 3,
      out: "",
      err: `greenroom: REGION: no sweep of eu-west-1 has finished lately, so nothing is known of leaks
  Start one: greenroom sweep eu-west-1 --now.
`,
    });
  });

  it("reports a region without pools, with exit code 3", async () => {
    const { run } = await startPlane();
    expect(await run("leaks", REGION)).toMatchObject({ exit: 3, err: expect.stringContaining("no pool is in region") });
  });
});
