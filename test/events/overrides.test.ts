import { readdirSync } from "node:fs";
import { Option } from "commander";
import { describe, expect, it } from "vitest";
import { allowsSchema } from "../../events/overrides/schemas.ts";
import { type AskedOverride, surfaceOf } from "../../events/overrides/surfaces.ts";
import { OVERRIDE_NAMES, type OverrideName } from "../../events/overrides/table.ts";
import { claimRequest } from "../../events/requests/claim-request.v1.ts";

/** Something to ask for by each name, as a claim sends it. */
const ASKED: { readonly [Name in OverrideName]: AskedOverride<Name> } = {
  type: "m5.xlarge",
  tags: { job: "1" },
  rootVolumeGiB: 200,
  securityGroups: ["sg-0123456789abcdef1"],
  instanceProfile: "team-build",
  elasticIp: "eipalloc-0123456789abcdef0",
  networkInterface: "eni-0123456789abcdef0",
  dns: { zone: "Z1", name: "a.ci.example.com", ttlSeconds: 60 },
  access: { kind: "ssh-key", secret: "team/key" },
};
/** What a claim may ask for though its pool says nothing. */
const EVERYWHERE: readonly OverrideName[] = ["type", "tags"];
const asking = (given: object) => ({ key: "k", pool: "build", az: "eu-west-1a", ...given });

describe("the table of overrides", () => {
  it("has a row for every file of its folder, and only those", () => {
    const files = readdirSync("events/overrides/rows").map((file) => file.replace(/\.ts$/, "").replaceAll("-", ""));
    expect(OVERRIDE_NAMES.map((name) => name.toLowerCase()).toSorted()).toEqual(files.toSorted());
  });

  it("lets nothing be asked for without its pool's word, but what may be asked for everywhere", () => {
    for (const name of OVERRIDE_NAMES) {
      const { allowance } = surfaceOf(name);
      if (EVERYWHERE.includes(name)) expect(allowance, name).toBeUndefined();
      else expect(allowance?.forbidden(ASKED[name], undefined), name).toBeTypeOf("string");
    }
  });

  it("has no two rows of one allowance or one option", () => {
    const rows = OVERRIDE_NAMES.map(surfaceOf);
    const options = rows.flatMap(({ options }) => options.map(({ flags }) => new Option(flags).attributeName()));
    const allowances = rows.flatMap(({ allowance }) => allowance?.field ?? []);
    for (const names of [options, allowances]) expect(names).toEqual([...new Set(names)]);
    expect(Object.keys(allowsSchema().shape)).toEqual(allowances);
  });

  it.each(OVERRIDE_NAMES)("says of %s what its documents, options and roles need", (name) => {
    const { options, doc, permissions, laterPermissions = [] } = surfaceOf(name);
    expect(options.length).toBeGreaterThan(0);
    for (const { help } of options) expect(help).toMatch(/^\S.{5,}[^.]$/);
    expect(doc.happens.length * doc.on.length).toBeGreaterThan(0);
    expect([...permissions, ...laterPermissions].flatMap(({ actions }) => actions).length).toBeGreaterThan(0);
  });

  it.each(OVERRIDE_NAMES)("has a request for %s published as it was asked", (name) => {
    expect(claimRequest.parse(asking({ [name]: ASKED[name] }))).toMatchObject({ [name]: ASKED[name] });
    expect(surfaceOf(name).published().parse(ASKED[name])).toEqual(ASKED[name]);
  });
});

describe("a request for several persistent claims", () => {
  it.each(OVERRIDE_NAMES)("is refused exactly if what it asks for is one instance's at a time: %s", (name) => {
    const read = claimRequest.safeParse(asking({ [name]: ASKED[name], persistent: true, count: 2 }));
    const { exclusive } = surfaceOf(name);
    expect(read.success).toBe(exclusive === undefined);
    expect(read.error?.issues.map(({ path, message }) => [...path, message].join(" ")) ?? []).toEqual(
      exclusive === undefined ? [] : [`count ${exclusive} is one instance's at a time: claim those one by one`],
    );
  });

  it("is refused without the field that what it asks for must come with", () => {
    const { az: _, ...nowhere } = asking({ networkInterface: ASKED.networkInterface });
    expect(claimRequest.safeParse(nowhere).error?.issues).toMatchObject([{ path: ["az"] }]);
  });
});
