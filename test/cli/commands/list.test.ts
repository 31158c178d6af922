import { describe, expect, it } from "vitest";
import { PAGE_MAX } from "../../../core/model/limits.ts";
import { SECOND_MS } from "../../../core/model/time.ts";
import { anInstance, aPool, EPOCH, inState, instanceNo, next, POOL } from "../../builders.ts";
import { startPlane, startStockedPlane } from "../plane.ts";

describe("greenroom list", () => {
  it("lists every instance with its details", async () => {
    const { run } = await startStockedPlane();
    expect((await run("list", POOL)).out).toBe(
      `INSTANCE             STATE  CLAIM  EC2      TIER     SINCE                 AZ          TYPE        USES  IP         GENERATION
i-00000000000000001  warm   -      stopped  stopped  2026-01-05 09:00:00Z  eu-west-1a  m6i.xlarge     0  10.0.1.17  windows-2022-build@3/ami-0a1b2c3d4e5f60718
`,
    );
  });

  it("marks a suspect", async () => {
    const { run, ports } = await startStockedPlane();
    await ports.records.commit({ instance: next(anInstance(), { suspectSince: EPOCH }) });
    expect((await run("list", POOL)).out).toContain("warm, suspect");
  });

  it("reads all pages, each row once", async () => {
    const { runJson, ports } = await startStockedPlane();
    const many = 2 * PAGE_MAX + 1;
    for (let n = 2; n <= many; n += 1) await ports.records.commit({ instance: anInstance({ id: instanceNo(n) }) });
    const { document } = await runJson("list", POOL);
    const { instances } = document as { instances: { id: string }[] };
    expect(instances.map(({ id }) => id)).toEqual(Array.from({ length: many }, (_, n) => instanceNo(n + 1)));
    expect(document).not.toHaveProperty("marker");
  });

  it("lists every pool's, and says whose each is", async () => {
    const { run, runJson, ports } = await startStockedPlane();
    await ports.pools.save(aPool({ id: "linux" }));
    await ports.records.commit({ instance: anInstance({ id: instanceNo(2), pool: "linux" }) });
    expect((await run("list")).out.split("\n").map((line) => line.slice(0, 38))).toEqual([
      "INSTANCE             POOL       STATE ",
      "i-00000000000000002  linux      warm  ",
      "i-00000000000000001  win-build  warm  ",
      "",
    ]);
    const { document } = await runJson("list");
    expect(document).toMatchObject({ instances: [{ id: instanceNo(2) }, { id: instanceNo(1) }] });
    expect(document).not.toHaveProperty("pool");
  });

  it.each([
    { args: ["--state", "in-use"], listed: [3] },
    { args: ["--az", "eu-west-1b"], listed: [3] },
    { args: ["--no-tombstones"], listed: [1, 3] },
    { args: ["--changed-since", "2026-01-05T09:00:01Z"], listed: [2] },
    { args: ["--changed-since", "2026-01-05T10:00:00+01:00"], listed: [1, 2, 3] },
    { args: ["--state", "warm", "--az", "eu-west-1a"], listed: [1] },
  ])("lists with $args only those", async ({ args, listed }) => {
    const { runJson, ports } = await startStockedPlane();
    const gone = inState("gone", { id: instanceNo(2) });
    await ports.records.commit({ instance: { ...gone, last: { ...gone.last, at: EPOCH + SECOND_MS } } });
    await ports.records.commit({ instance: inState("in-use", { id: instanceNo(3), az: "eu-west-1b" }) });
    expect(await runJson("list", POOL, ...args)).toMatchObject({
      exit: 0,
      document: { pool: POOL, instances: listed.map((n) => ({ id: instanceNo(n) })) },
    });
  });

  it("says that there are none, or none like that", async () => {
    const { run } = await startStockedPlane();
    expect((await run("list", POOL, "--state", "gone")).out).toBe(`${POOL} has no instances like that.\n`);
    const empty = await startPlane();
    expect((await empty.run("list")).out).toBe("The plane has no instances.\n");
  });

  it("refuses a filter that is none, with exit code 2", async () => {
    const { run } = await startStockedPlane();
    expect(await run("list", "--state", "lukewarm")).toMatchObject({
      exit: 2,
      err: expect.stringContaining("Allowed choices are launching, preparing,"),
    });
    expect(await run("list", "--changed-since", "yesterday")).toEqual({
      exit: 2,
      out: "",
      err: 'greenroom: the plane found the request malformed\n  changedSince: must be a time such as 2026-01-05T09:00:00Z; it is "yesterday"\n',
    });
  });

  it("reports a pool there is not, with exit code 3", async () => {
    const { run, runJson } = await startPlane();
    expect(await run("list", "nope")).toEqual({ exit: 3, out: "", err: "greenroom: pool: there is no pool nope\n" });
    expect(await runJson("list", "nope")).toEqual({
      exit: 3,
      document: { error: { code: "not-found", message: "there is no pool nope", field: "pool" } },
    });
  });
});
