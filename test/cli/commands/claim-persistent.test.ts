import { describe, expect, it } from "vitest";
import { claimId } from "../../../core/model/ids.ts";
import { instanceNo, POOL } from "../../builders.ts";
import { startStockedPlane } from "../plane.ts";

const JOB = claimId("local", "job-1");

describe("greenroom claim --persistent", () => {
  it("makes a persistent claim with --persistent, and says so", async () => {
    const { run, runJson } = await startStockedPlane();
    const { out } = await run("claim", POOL, "--key", "job-1", "--persistent");
    expect(out).toContain("\n  kind       a persistent claim\n");
    expect(await runJson("claim", POOL, "--key", "job-1", "--persistent")).toMatchObject({
      exit: 0,
      document: { claim: { id: JOB, persistent: { generation: 1 } } },
    });
  });

  it("makes several at once with --count, one line each, and answers the same again", async () => {
    const { run } = await startStockedPlane();
    const [one, two] = ["job-1/1", "job-1/2"].map((key) => claimId("local", key));
    const text = `${one}  leased, a hit  ${instanceNo(1)}\n${two}  pending, a miss\n\nThe same claims again: --key job-1\n`;
    for (let times = 0; times < 2; times += 1)
      expect(await run("claim", POOL, "--key", "job-1", "--persistent", "--count", "2")).toMatchObject({
        exit: 0,
        out: text,
      });
  });

  it("counts nothing that is not kept, and no more or fewer under one key than before", async () => {
    const { run } = await startStockedPlane();
    const refused = await run("claim", POOL, "--count", "2");
    expect(refused).toMatchObject({ exit: 2, err: expect.stringContaining("only persistent claims are counted") });
    expect(await run("claim", POOL, "--persistent", "--count", "two")).toMatchObject({ exit: 2 });
    expect(await run("claim", POOL, "--persistent", "--count", "51")).toMatchObject({ exit: 2 });
    await run("claim", POOL, "--key", "job-1", "--persistent", "--count", "2");
    for (const other of [["--persistent", "--count", "3"], ["--persistent", "--count", "1"], ["--persistent"]])
      expect(await run("claim", POOL, "--key", "job-1", ...other)).toMatchObject({
        exit: 4,
        err: expect.stringContaining("the key job-1 belongs to 2 persistent claims"),
      });
  });
});
