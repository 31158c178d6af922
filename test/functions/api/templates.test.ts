import { describe, expect, it } from "vitest";
import { templateDetailsOf } from "../../../core/notices/details.ts";
import { newSweep } from "../../../core/reconcile/shards.ts";
import { aTemplate, EPOCH, REGION } from "../../builders.ts";
import { asking } from "./asking.ts";

/** What these routes answer. */
interface Listed {
  readonly templates: readonly { readonly id: string; readonly version: number }[];
  readonly marker?: string;
}

describe("GET /templates", () => {
  it("lists the latest version of each, in pages", async () => {
    const { ask, ports } = asking();
    for (const name of ["c", "a", "b"]) await ports.templates.save(aTemplate({ name, version: 1 }));
    await ports.templates.save(aTemplate({ name: "b", version: 2 }));
    const first = (await ask("GET", "/templates?limit=2")).body as unknown as Listed;
    expect(first.templates.map(({ id, version }) => [id, version])).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
    const second = (await ask("GET", `/templates?limit=2&marker=${first.marker}`)).body as unknown as Listed;
    expect(second.templates.map(({ id }) => id)).toEqual(["c"]);
    expect(second).not.toHaveProperty("marker");
  });

  it("refuses the marker of another list, and a parameter nobody knows", async () => {
    const { ask, setPool, ports } = asking();
    await setPool();
    for (const name of ["a", "b"]) await ports.templates.save(aTemplate({ name }));
    const { marker } = (await ask("GET", "/templates?limit=1")).body;
    expect(await ask("GET", `/pools?marker=${marker}`)).toMatchObject({
      status: 400,
      body: { error: { code: "bad-marker" } },
    });
    expect(await ask("GET", "/templates?pool=x")).toMatchObject({ status: 400, body: { error: { field: "pool" } } });
  });
});

describe("GET /templates/{name}", () => {
  it("answers what its notices report, and keeps the boot script to the plane", async () => {
    const { ask, ports } = asking();
    await ports.templates.save(aTemplate());
    const { body } = await ask("GET", `/templates/${aTemplate().name}`);
    expect(body).toEqual(templateDetailsOf(aTemplate()));
    expect(JSON.stringify(body)).not.toContain("powershell");
    expect(body).toMatchObject({ spec: { userDataSha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  });

  it("says so where there is none", async () => {
    const { ask } = asking();
    expect(await ask("GET", "/templates/none")).toMatchObject({ status: 404, body: { error: { field: "template" } } });
  });
});

describe("GET /sweeps", () => {
  it("lists the latest of every region with a pool, and answers for each by its id", async () => {
    const { ask, ports, setPool } = asking();
    await setPool();
    const sweep = newSweep(REGION, [`${REGION}a`], EPOCH);
    await ports.sweeps.save(sweep);
    const { body } = await ask("GET", "/sweeps");
    expect(body.sweeps).toMatchObject([{ id: sweep.id, stage: "listing", version: 1 }]);
    expect((await ask("GET", `/sweeps/${encodeURIComponent(sweep.id)}`)).body).toEqual(body.sweeps[0]);
  });

  it("says so where there is none of that id", async () => {
    const { ask } = asking();
    expect(await ask("GET", "/sweeps/eu-west-1:never")).toMatchObject({
      status: 404,
      body: { error: { field: "sweep" } },
    });
  });
});
