import { describe, expect, it } from "vitest";
import { PAGE_MAX } from "../../../core/model/limits.ts";
import { anInstance, EPOCH, instanceNo, next, POOL } from "../../builders.ts";
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

  it("tells of a pool there is not, with exit code 3", async () => {
    const { run, runJson } = await startPlane();
    expect(await run("list", "nope")).toEqual({ exit: 3, out: "", err: "greenroom: pool: there is no pool nope\n" });
    expect(await runJson("list", "nope")).toEqual({
      exit: 3,
      document: { error: { code: "not-found", message: "there is no pool nope", field: "pool" } },
    });
  });
});
