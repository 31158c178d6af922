import { describe, expect, it } from "vitest";
import { DAY_MS, MINUTE_MS } from "../../../core/model/time.ts";
import { aTarget, CALLER, EPOCH } from "../../builders.ts";
import { apply, changesOf, empty, file, TEMPLATE } from "./applying.ts";

describe("a pool file applied first", () => {
  it("makes its templates and pools, and says every field", async () => {
    const on = await empty();
    const result = await apply(on, file());
    expect(changesOf(result)).toMatchObject([
      ["template", "linux-test", 1, true, expect.arrayContaining(["os", "images.eu-west-1", "types.0", "ready.by"])],
      [
        "pool",
        "tests",
        1,
        true,
        expect.arrayContaining(["target.stopped", "max.instances", "deadlines.parkingSeconds"]),
      ],
    ]);
  });

  it("makes them as the model holds them: times in ms, defaults filled in, nothing undefined", async () => {
    const on = await empty();
    await apply(on, file());
    expect(await on.ports.pools.find("tests")).toMatchObject({
      id: "tests",
      region: "eu-west-1",
      template: { name: "linux-test", version: 1 },
      target: aTarget({ stopped: 2 }),
      max: { instances: 5 },
      fallback: "launch",
      onRelease: "retire",
      maxUses: 1_000,
      maxAgeMs: 30 * DAY_MS,
      scaleInDelayMs: 5 * MINUTE_MS,
      claimWaitMs: 15 * MINUTE_MS,
      quarantineMax: 3,
      deadlines: {
        launchingMs: 5 * MINUTE_MS,
        preparingMs: 30 * MINUTE_MS,
        parkingMs: 10 * MINUTE_MS,
        handingOverMs: 10 * MINUTE_MS,
        returningMs: 15 * MINUTE_MS,
        quarantinedMs: 60 * MINUTE_MS,
        retiringMs: 10 * MINUTE_MS,
      },
      version: 1,
      changedAt: EPOCH,
    });
    const { ready, ...rest } = TEMPLATE;
    expect(await on.ports.templates.latest("linux-test")).toEqual({
      ...rest,
      version: 1,
      changedAt: EPOCH,
      cause: "apply:req-1",
      reasons: [{ code: "applied", detail: { caller: CALLER } }],
      securityGroups: [],
      market: "on-demand",
      evidence: { preparing: ready, "handing-over": { by: "ec2-state" }, returning: { by: "ec2-state" } },
    });
  });
});

describe("a pool file applied again", () => {
  const applied = async () => {
    const on = await empty();
    await apply(on, file());
    on.written.length = 0;
    on.clock.at += MINUTE_MS;
    return on;
  };

  it("unchanged writes nothing", async () => {
    const on = await applied();
    expect(changesOf(await apply(on, file()))).toEqual([
      ["template", "linux-test", 1, false, []],
      ["pool", "tests", 1, false, []],
    ]);
    expect(on.written).toEqual([]);
    expect(await on.ports.templates.find("linux-test", 2)).toBeUndefined();
  });

  it("with another size changes the pool alone", async () => {
    const on = await applied();
    const result = await apply(on, file({ pool: { target: { stopped: 4 } } }));
    expect(result).toMatchObject({ changes: [{}, { differences: [{ field: "target.stopped", from: 2, to: 4 }] }] });
    expect(await on.ports.pools.find("tests")).toMatchObject({
      version: 2,
      reasons: [{ code: "applied" }, { code: "spec-changed", detail: { fields: "target.stopped" } }],
      target: { stopped: 4 },
      changedAt: EPOCH + MINUTE_MS,
    });
    expect(await on.ports.templates.find("linux-test", 2)).toBeUndefined();
  });

  it("with another template makes a new version of it, and its pools follow", async () => {
    const on = await applied();
    const result = await apply(on, file({ template: { images: { "eu-west-1": "ami-0d8bc0e6a44b2f312" } } }));
    expect(changesOf(result)).toEqual([
      ["template", "linux-test", 2, false, ["images.eu-west-1"]],
      ["pool", "tests", 2, false, ["templateVersion"]],
    ]);
    expect(await on.ports.templates.find("linux-test", 1)).toMatchObject({ images: TEMPLATE.images });
    expect(await on.ports.pools.find("tests")).toMatchObject({ template: { version: 2 } });
  });

  it("without something it had says that it goes", async () => {
    const on = await applied();
    const result = await apply(on, file({ template: { tags: {} } }));
    expect(result).toMatchObject({
      changes: [{ differences: [{ field: "tags.team", from: "test", to: undefined }] }, {}],
    });
  });

  it("without a pool leaves that pool as it is", async () => {
    const on = await applied();
    expect(changesOf(await apply(on, file({ pools: [] })))).toHaveLength(1);
    expect(await on.ports.pools.find("tests")).toMatchObject({ version: 1 });
  });

  it("without its template takes the one that is there", async () => {
    const on = await applied();
    const result = await apply(on, file({ templates: [], pool: { target: { stopped: 1 } } }));
    expect(changesOf(result)).toEqual([["pool", "tests", 2, false, ["target.stopped"]]]);
  });

  it("on trial says the same and writes nothing", async () => {
    const on = await applied();
    const asked = file({ template: { types: ["c7i.xlarge"] }, pool: { target: { stopped: 1 } } });
    const tried = await apply(on, asked, true);
    expect(on.written).toEqual([]);
    expect(await on.ports.templates.find("linux-test", 2)).toBeUndefined();
    expect(await apply(on, asked)).toEqual(tried);
  });
});
