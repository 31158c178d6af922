import { describe, expect, it } from "vitest";
import { PAGE_MAX } from "../../../core/model/limits.ts";
import { aPool } from "../../builders.ts";
import { startPlane, startStockedPlane } from "../plane.ts";

describe("greenroom pools", () => {
  it("lists what each pool wants and holds", async () => {
    const { run } = await startStockedPlane();
    expect((await run("pools")).out).toBe(
      `POOL       TARGET  WARM  PREPARING  STARTING  IN USE  QUARANTINED  WAITING  MAX  REGION     TEMPLATE
win-build       4     1          0         0       0            0        0   20  eu-west-1  windows-2022-build@3
`,
    );
  });

  it("reads all pages", async () => {
    const { runJson, ports } = await startPlane();
    const ids = Array.from({ length: PAGE_MAX + 1 }, (_, n) => `pool-${String(n).padStart(3, "0")}`);
    for (const id of ids) await ports.pools.save(aPool({ id }));
    const { document } = await runJson("pools");
    expect((document as { pools: { id: string }[] }).pools.map(({ id }) => id)).toEqual(ids);
    expect(document).not.toHaveProperty("marker");
  });

  it("says how to make one when there are none", async () => {
    const { run, runJson } = await startPlane();
    expect((await run("pools")).out).toBe("There are no pools; apply a file of them: greenroom apply FILE.\n");
    expect(await runJson("pools")).toEqual({ exit: 0, document: { pools: [] } });
  });
});
