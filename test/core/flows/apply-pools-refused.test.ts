import { describe, expect, it } from "vitest";
import { apply, empty, file, POOL } from "./applying.ts";

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
    await apply(on, file({ template: { userData: "#!/bin/sh" } }));
    on.written.length = 0;
    const asked = file({ template: { userDataSha256: "0".repeat(64) } });
    expect(await apply(on, asked)).toEqual({ kind: "unknown-user-data", template: "linux-test" });
    expect(on.written).toEqual([]);
  });

  it.each([
    ["templates.save", "linux-test"],
    ["pools.save", "tests"],
  ])("since somebody else applied at the same time is answered with that conflict: %s", async (call, id) => {
    const on = await empty();
    on.before(call, () => apply(on, file({ template: { types: ["m7i.large"] }, pool: { target: { stopped: 1 } } })));
    expect(await apply(on, file())).toEqual({ kind: "conflict", id });
  });
});
