import { describe, expect, it } from "vitest";
import { sha256 } from "../../../core/model/ids.ts";
import { apply, changesOf, empty, file } from "./applying.ts";

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
    await apply(on, file({ template: { userData: "#!/bin/sh" } }));
    const userDataSha256 = sha256("#!/bin/sh");
    expect(changesOf(await apply(on, file({ template: { userDataSha256 } })))).toEqual([
      ["template", "linux-test", 1, false, []],
      ["pool", "tests", 1, false, []],
    ]);
    await apply(on, file({ template: { userDataSha256, tags: { team: "other" } } }));
    expect(await on.ports.templates.latest("linux-test")).toMatchObject({ version: 2, userData: "#!/bin/sh" });
  });

  it("is distinguished by it, and never shown", async () => {
    const on = await empty();
    await apply(on, file({ template: { userData: "#!/bin/sh one" } }));
    const result = await apply(on, file({ template: { userData: "#!/bin/sh two" } }));
    expect(result).toMatchObject({
      changes: [
        { differences: [{ field: "userDataSha256", from: sha256("#!/bin/sh one"), to: sha256("#!/bin/sh two") }] },
        {},
      ],
    });
    expect(JSON.stringify(result)).not.toContain("#!/bin/sh");
  });
});
