import { beforeEach, describe, expect, it } from "vitest";
import { refit } from "../../../core/forecast/refit.ts";
import { kept } from "../../../core/forecast/stored.ts";
import { aTarget, POOL } from "../../builders.ts";
import { demandOf, officeHours } from "../../core/forecast/demand.ts";
import { type Asking, asking } from "./asking.ts";

let plane: Asking;
beforeEach(() => {
  plane = asking();
});
const policy = { on: true, hit: 0.95, min: 0, timeZone: "UTC", calendar: [] };

describe("a pool's forecast over HTTP", () => {
  it("says why there is none to follow yet", async () => {
    await plane.setPool({ forecast: policy });
    const { status, body } = await plane.ask("GET", `/pools/${POOL}/forecast`);
    expect([status, body]).toEqual([
      200,
      {
        pool: POOL,
        at: "2026-01-05T09:00:00.000Z",
        on: true,
        hit: 0.95,
        reasons: [expect.objectContaining({ code: "forecast-none" })],
        confidence: { level: "none" },
        lately: { days: 0, claims: 0, misses: 0 },
        ahead: [],
      },
    ]);
  });

  it("is not there for a pool that wants none, which is answered with how to configure one, nor for one that nobody knows", async () => {
    await plane.setPool();
    const { status, body } = await plane.ask("GET", `/pools/${POOL}/forecast`);
    expect(status).toBe(404);
    expect(body.error).toMatchObject({ code: "no-forecast", fix: expect.stringContaining("forecast: { hit: 0.95 }") });
    expect((await plane.ask("GET", "/pools/nobody/forecast")).body.error.code).toBe("not-found");
    expect((await plane.ask("GET", `/pools/${POOL}/forecast?days=3`)).status).toBe(400);
  });

  it("is what the plan keeps", async () => {
    await plane.setPool({ forecast: policy });
    const { body } = await plane.ask("GET", `/pools/${POOL}/plan`);
    expect((body as { target?: unknown }).target).toEqual(aTarget({ stopped: 4 }));
    expect(body.reasons[0]).toMatchObject({ code: "forecast-none" });
  });

  it("is what a pool's list shows, and what it is filled by", async () => {
    await plane.setPool({ forecast: { ...policy, max: 1 }, target: aTarget({ stopped: 4 }) });
    await plane.warm(1);
    const listed = async () => (await plane.ask("GET", `/pools/${POOL}`)).body as object;
    expect(await listed()).toMatchObject({ status: { forecastTarget: { stopped: 4 }, state: "filling" } });
    const model = kept(refit(demandOf(1, officeHours), { leadSeconds: 300, hit: 0.95 }));
    const forecast = { day: "2026-01-05", madeAt: 0, days: 1, model, version: 1 };
    await plane.ports.demand.saveForecast(POOL, forecast);
    expect(await listed()).toMatchObject({
      spec: { target: { stopped: 4 } },
      status: { forecastTarget: { stopped: 1 }, state: "filled" },
    });
  });
});
