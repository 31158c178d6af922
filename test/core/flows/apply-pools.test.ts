import { describe, expect, it } from "vitest";
import { type ApplyResult, applyPools } from "../../../core/flows/apply-pools.ts";
import { sha256 } from "../../../core/model/ids.ts";
import { DAY_MS, MINUTE_MS } from "../../../core/model/time.ts";
import { type PoolFile, poolFile } from "../../../events/requests/pool-file.v1.ts";
import { aTarget, CALLER, EPOCH } from "../../builders.ts";
import { type Stage, stage } from "./stage.ts";

const TEMPLATE = {
  name: "linux-test",
  os: "linux",
  images: { "eu-west-1": "ami-0c7ab9d5f33a1e201" },
  types: ["c7i.large"],
  subnets: { "eu-west-1a": "subnet-0aaa0000000000001" },
  tags: { team: "test" },
  usdPerHour: { running: 0.1, stopped: 0.01 },
  ready: { by: "self-stop" },
};
const POOL = {
  id: "tests",
  template: "linux-test",
  region: "eu-west-1",
  target: { stopped: 2 },
  max: { instances: 5 },
};
const file = (changes: { template?: object; pool?: object; templates?: object[]; pools?: object[] } = {}): PoolFile =>
  poolFile.parse({
    version: 1,
    templates: changes.templates ?? [{ ...TEMPLATE, ...changes.template }],
    pools: changes.pools ?? [{ ...POOL, ...changes.pool }],
  });
const empty = () => stage({ pools: [], templates: [] });
const apply = (on: Stage, what: PoolFile, dryRun = false) =>
  applyPools(on.ports, what, { dryRun, by: { caller: CALLER, request: "req-1" } });
const changesOf = (result: ApplyResult) => {
  if (result.kind !== "applied") throw new Error(result.kind);
  return result.changes.map(({ kind, id, version, isNew, differences }) => [
    kind,
    id,
    version,
    isNew,
    differences.map(({ field }) => field),
  ]);
};

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

describe("a pool that names a version of its template", () => {
  it("stays with it when the template goes on, and follows when it names none", async () => {
    const on = await empty();
    await apply(on, file());
    const next = { template: { types: ["m7i.large"] } };
    const stays = await apply(on, file({ ...next, pool: { templateVersion: 1 } }));
    expect(changesOf(stays)).toEqual([
      ["template", "linux-test", 2, false, ["types.0"]],
      ["pool", "tests", 1, false, []],
    ]);
    const follows = await apply(on, file(next));
    expect(changesOf(follows)).toEqual([
      ["template", "linux-test", 2, false, []],
      ["pool", "tests", 2, false, ["templateVersion"]],
    ]);
  });

  it("may name the one that this file makes", async () => {
    const on = await empty();
    expect((await apply(on, file({ pool: { templateVersion: 1 } }))).kind).toBe("applied");
  });
});

describe("user data named by its hash", () => {
  it("is kept, beside what else changes", async () => {
    const on = await empty();
    await apply(on, file({ template: { userData: "echo" } }));
    const userDataSha256 = sha256("echo");
    expect(changesOf(await apply(on, file({ template: { userDataSha256 } })))).toEqual([
      ["template", "linux-test", 1, false, []],
      ["pool", "tests", 1, false, []],
    ]);
    await apply(on, file({ template: { userDataSha256, tags: { team: "other" } } }));
    expect(await on.ports.templates.latest("linux-test")).toMatchObject({ version: 2, userData: "echo" });
  });

  it("is told apart by it, and never shown", async () => {
    const on = await empty();
    await apply(on, file({ template: { userData: "echo one" } }));
    const result = await apply(on, file({ template: { userData: "echo two" } }));
    expect(result).toMatchObject({
      changes: [{ differences: [{ field: "userDataSha256", from: sha256("echo one"), to: sha256("echo two") }] }, {}],
    });
    expect(JSON.stringify(result)).not.toContain("echo");
  });
});

describe("a pool file that cannot be applied", () => {
  it("since a pool's template is nowhere is refused, and writes nothing at all", async () => {
    const on = await empty();
    const asked = file({ pools: [POOL, { ...POOL, id: "other", template: "nobody" }] });
    expect(await apply(on, asked)).toEqual({ kind: "unknown-template", pool: "other", template: "nobody" });
    expect(on.written).toEqual([]);
    expect(await on.ports.templates.latest("linux-test")).toBeUndefined();
  });

  it("since a template that is there has no image for a pool's region is refused, and writes nothing at all", async () => {
    const on = await empty();
    await apply(on, file());
    on.written.length = 0;
    const asked = file({
      templates: [],
      pools: [
        { ...POOL, max: { instances: 9 } },
        { ...POOL, id: "far", region: "us-east-1" },
      ],
    });
    const why = "template linux-test has no image for it; add one under images";
    expect(await apply(on, asked)).toEqual({ kind: "cannot-keep", pool: "far", field: "region", why });
    expect(on.written).toEqual([]);
  });

  it("since its pool keeps a tier that the template there cannot fill is refused by the field", async () => {
    const on = await empty();
    await apply(on, file());
    const asked = file({ templates: [], pools: [{ ...POOL, target: { running: 1 } }] });
    expect(await apply(on, asked)).toMatchObject({ kind: "cannot-keep", pool: "tests", field: "target" });
  });

  it("since nobody has the template's version is refused", async () => {
    const on = await empty();
    const asked = file({ pool: { templateVersion: 2 } });
    expect(await apply(on, asked)).toEqual({
      kind: "unknown-template",
      pool: "tests",
      template: "linux-test",
      version: 2,
    });
    expect(on.written).toEqual([]);
  });

  it("since it names user data that the plane does not have is refused", async () => {
    const on = await empty();
    await apply(on, file({ template: { userData: "echo" } }));
    on.written.length = 0;
    const asked = file({ template: { userDataSha256: "0".repeat(64) } });
    expect(await apply(on, asked)).toEqual({ kind: "unknown-user-data", template: "linux-test" });
    expect(on.written).toEqual([]);
  });

  it.each([
    ["templates.save", "linux-test"],
    ["pools.save", "tests"],
  ])("since somebody else applied at the same time is told so: %s", async (call, id) => {
    const on = await empty();
    on.before(call, () => apply(on, file({ template: { types: ["m7i.large"] }, pool: { target: { stopped: 1 } } })));
    expect(await apply(on, file())).toEqual({ kind: "conflict", id });
  });
});
