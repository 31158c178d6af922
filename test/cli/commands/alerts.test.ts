import { describe, expect, it } from "vitest";
import { ALERTS } from "../../../core/model/alert.ts";
import { anAlert } from "../../builders.ts";
import { startPlane } from "../plane.ts";

describe("greenroom alerts", () => {
  it("lists what is raised, since when, why and what to do, and nothing that is not", async () => {
    const { run, runJson, ports } = await startPlane();
    const raised = anAlert();
    await ports.alerts.save(raised);
    await ports.alerts.save(anAlert({ id: "money-ceiling.other", kind: "money-ceiling", state: "pending" }));
    const { exit, out } = await run("alerts");
    expect(exit).toBe(0);
    expect(out).toMatch(new RegExp(`^${raised.kind}  ${raised.subject}  since 2026-01-05 09:00:00Z: `));
    expect(out).toContain(`  ${ALERTS[raised.kind].todo}\n`);
    expect(out).not.toContain("money-ceiling");
    expect(await runJson("alerts")).toMatchObject({ exit: 0, document: { alerts: [{ alert: raised.kind }, {}] } });
  });

  it("says so when there is nothing", async () => {
    const { run } = await startPlane();
    expect(await run("alerts")).toMatchObject({ exit: 0, out: "Nothing needs you.\n" });
  });
});
