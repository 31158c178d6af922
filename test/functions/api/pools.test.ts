import { beforeEach, describe, expect, it } from "vitest";
import { WARNINGS_SHOWN_MAX } from "../../../core/model/limits.ts";
import { api } from "../../../functions/routes.ts";
import { DEMO_POOLS, demoPoolsIn } from "../../../local/demo-pools.ts";
import { aTarget, CALLER, EPOCH, POOL, REGION } from "../../builders.ts";
import { type Asking, asking } from "./asking.ts";

let plane: Asking;
beforeEach(() => {
  plane = asking();
});

describe("pools", () => {
  it("explain what they would do next, and why, without doing it", async () => {
    await plane.setPool({ target: aTarget({ stopped: 2 }) });
    const { body } = await plane.ask("GET", `/pools/${POOL}/plan`);
    expect(body.launches).toEqual([
      { tier: "stopped", az: `${REGION}a`, type: "m6i.xlarge", count: 1 },
      { tier: "stopped", az: `${REGION}b`, type: "m6i.xlarge", count: 1 },
    ]);
    expect(body.reasons).toEqual([
      expect.objectContaining({ code: "below-target", text: "tier stopped holds 0 of 2" }),
    ]);
    expect((await plane.ports.ledgers.find(POOL)).epoch).toBe(0);
    expect((await plane.ask("GET", "/pools/nowhere/plan")).status).toBe(404);
  });

  it("carry every field of their file, in its words and units, with the defaults filled in", async () => {
    await plane.ask("PUT", "/pools", DEMO_POOLS);
    for (const { id, ...entry } of DEMO_POOLS.pools) {
      const { body } = await plane.ask("GET", `/pools/${id}`);
      expect(body).toMatchObject({ id, version: 1, spec: { id, ...entry, templateVersion: 1 } });
    }
    for (const { name, ...entry } of DEMO_POOLS.templates)
      expect((await plane.ask("GET", `/templates/${name}`)).body).toMatchObject({ id: name, spec: { name, ...entry } });
  });

  it.each([
    [{ templateVersion: 9 }, { code: "unknown-template", field: "pools.linux-ci.templateVersion" }],
    [{ target: { hibernated: 1 } }, { code: "cannot-keep", field: "pools.linux-ci.target.hibernated" }],
  ])("are refused by the field of the file where they cannot be applied: %j", async (changes, error) => {
    await plane.ask("PUT", "/pools", {
      ...DEMO_POOLS,
      templates: DEMO_POOLS.templates.map((each) => ({ ...each, market: "spot" })),
    });
    const [, entry] = DEMO_POOLS.pools;
    const answer = await plane.ask("PUT", "/pools", { version: 1, pools: [{ ...entry, ...changes }] });
    expect(answer).toMatchObject({ status: 422, body: { error } });
  });

  it("are refused where they are not in the plane's own region, and nothing of their file is written", async () => {
    const here = asking(EPOCH, { plane: { region: "eusc-de-east-1" } });
    for (const path of ["/pools?dryRun=true", "/pools"])
      expect(await here.ask("PUT", path, DEMO_POOLS)).toMatchObject({
        status: 422,
        body: {
          error: {
            code: "other-region",
            field: "pools.windows-build.region",
            message:
              "pool windows-build is in eu-central-1, and this plane calls EC2 in eusc-de-east-1 alone: none of its instances would ever be launched",
            fix: "apply the pool to a plane in eu-central-1, or say region: eusc-de-east-1, with an image and subnets there",
          },
        },
      });
    expect([await here.ports.pools.list(), await here.ports.templates.list()]).toEqual([[], []]);
  });

  it("are taken in the plane's own region, of whatever partition that is", async () => {
    for (const region of ["eu-central-1", "us-gov-west-1", "cn-north-1", "eusc-de-east-1"]) {
      const here = asking(EPOCH, { plane: { region } });
      expect((await here.ask("PUT", "/pools", demoPoolsIn(region))).status, region).toBe(200);
    }
  });

  it("are applied with the warnings that come with the answer, of what may not work as it is meant", async () => {
    const [template] = DEMO_POOLS.templates;
    const templates = [{ ...template, verify: { by: "ec2-state" } }];
    for (const path of ["/pools?dryRun=true", "/pools"])
      expect(await plane.ask("PUT", path, { version: 1, templates, pools: [] })).toMatchObject({
        status: 200,
        body: {
          changes: [{ id: "windows-2022-build" }],
          warnings: [
            {
              field: "templates.windows-2022-build.verify.by",
              value: "ec2-state",
              message: expect.stringMatching(/^but ready is by signals/),
              fix: expect.stringMatching(/^say verify/),
            },
          ],
        },
      });
    expect(await plane.ports.templates.latest("windows-2022-build")).toBeDefined();
  });

  it("are warned of what the template that the plane has makes of them", async () => {
    await plane.ask("PUT", "/pools", DEMO_POOLS);
    const [entry] = DEMO_POOLS.pools;
    const pools = [{ ...entry, deadlines: {}, max: { instances: 9, usdPerHour: 1 } }];
    const { body } = await plane.ask("PUT", "/pools", { version: 1, pools });
    expect(body.warnings.map(({ field, message }) => [field, message])).toEqual([
      ["pools.windows-build.max.usdPerHour", expect.stringMatching(/^which pays for 2 at 0.42 each/)],
    ]);
  });

  it("answer with so many warnings at most", async () => {
    const types = ["m7i.large", ...Array.from({ length: 19 }, () => "m7i.large")];
    const templates = Array.from({ length: 6 }, (_, nth) => ({ ...DEMO_POOLS.templates[1], name: `t${nth}`, types }));
    const { body } = await plane.ask("PUT", "/pools", { version: 1, templates, pools: [] });
    expect(body.warnings).toHaveLength(WARNINGS_SHOWN_MAX);
  });

  it("are refused where user data is named that the plane does not have", async () => {
    const [template] = DEMO_POOLS.templates;
    const templates = [{ ...template, userDataSha256: "0".repeat(64) }];
    expect(await plane.ask("PUT", "/pools", { version: 1, templates, pools: [] })).toMatchObject({
      status: 422,
      body: { error: { code: "unknown-user-data", field: "templates.windows-2022-build.userDataSha256" } },
    });
  });

  it("are counted by tier and state", async () => {
    await plane.setPool();
    await plane.warm(1);
    await plane.warm(2);
    expect((await plane.ask("GET", "/pools")).body.pools).toEqual([
      expect.objectContaining({ id: POOL, status: { state: "filling", counts: { stopped: { warm: 2 } }, pending: 0 } }),
    ]);
  });

  it("remember who applied them, and by which request", async () => {
    const asked = { method: "PUT", body: JSON.stringify(DEMO_POOLS), headers: { "content-type": "application/json" } };
    const iam = { userArn: `${CALLER}/session` };
    const event = { requestContext: { requestId: "JKJaXmPLvHcESHA=", authorizer: { iam } } };
    await api(plane.ports).fetch(new Request("http://plane/pools", asked), { event });
    const from = {
      cause: "apply:JKJaXmPLvHcESHA=",
      reasons: [{ code: "applied", detail: { caller: expect.stringMatching(/^arn:/) } }],
    };
    expect(await plane.ports.pools.find("linux-ci")).toMatchObject(from);
    expect(await plane.ports.templates.latest("linux-ci")).toMatchObject(from);
  });

  it("are applied by a caller where requests have no id", async () => {
    await plane.ask("PUT", "/pools", DEMO_POOLS, { "x-greenroom-caller": "ada" });
    expect(await plane.ports.pools.find("linux-ci")).toMatchObject({ cause: "apply:ada" });
  });

  it("are not applied where a dry run is asked for with a slip in its name", async () => {
    expect(await plane.ask("PUT", "/pools?dryrun=true", DEMO_POOLS)).toMatchObject({
      status: 400,
      body: { error: { field: "dryrun", fix: "use one of: dryRun" } },
    });
    expect(await plane.ports.pools.list()).toEqual([]);
  });

  it("answer a path nobody knows with 404", async () => {
    expect(await plane.ask("GET", "/pool")).toMatchObject({ status: 404, body: { error: { code: "no-such-path" } } });
  });
});
