import { describe, expect, it } from "vitest";
import { claimId } from "../../../core/model/ids.ts";
import { claimNo, POOL } from "../../builders.ts";
import { startListening, startStockedPlane } from "../plane.ts";

const JOB = claimId("local", "job-1");

describe("greenroom release", () => {
  it("gives up a claim, and reports what becomes of its instance", async () => {
    const { run } = await startStockedPlane();
    await run("claim", POOL, "--key", "job-1");
    const { exit, out } = await run("release", JOB);
    expect(exit).toBe(0);
    expect(out).toContain(`${JOB}  released, a hit\n`);
    expect(out).toContain(`  - ${JOB} was released\n`);
    expect(out).toContain("i-00000000000000001  retiring\n");
  });

  it.each([
    { flags: ["--reuse"], body: { reuse: true } },
    { flags: ["--retire"], body: { reuse: false } },
    { flags: [], body: {} },
  ])("asks the plane for $body with $flags", async ({ flags, body }) => {
    const { runJson, asked } = await startListening();
    await runJson("release", claimNo(1), ...flags);
    expect(asked).toEqual([{ request: `POST /claims/${claimNo(1)}/release`, body }]);
  });

  it("takes --reuse or --retire, not both", async () => {
    const { run } = await startStockedPlane();
    expect(await run("release", JOB, "--reuse", "--retire")).toEqual({
      exit: 2,
      out: "",
      err: "greenroom: option '--retire' cannot be used with option '--reuse'\n  See greenroom --help.\n",
    });
  });

  it("reports a claim there is not, with exit code 3", async () => {
    const { run } = await startStockedPlane();
    await expect(run("release", claimNo(9))).resolves.toMatchObject({
      exit: 3,
      err: `greenroom: claim: there is no claim ${claimNo(9)}\n`,
    });
  });
});
