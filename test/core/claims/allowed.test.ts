import { describe, expect, it } from "vitest";
import { forbidden } from "../../../core/claims/allowed.ts";
import { match } from "../../../core/claims/match.ts";
import type { Overrides } from "../../../core/model/overrides.ts";
import type { Allows } from "../../../core/model/pool.ts";
import { aPool, aTemplate, CALLER, POOL } from "../../builders.ts";

const dns = { zone: "Z1", name: "a.ci.example.com", ttlSeconds: 60 };
const access = { kind: "password", secret: "team/build" } as const;
const asking = (overrides: Overrides) => ({ caller: CALLER, key: "k", pool: POOL, ...overrides });
const offer = (allows?: Allows) => ({ pool: aPool(allows ? { allows } : {}), template: aTemplate() });

describe("what a claim may ask for", () => {
  it.each<[string, Overrides, Allows]>([
    ["groups", { securityGroups: ["sg-1", "sg-2"] }, { securityGroups: ["sg-2", "sg-1"] }],
    ["an interface", { networkInterface: "eni-1" }, { networkInterfaces: ["eni-*"] }],
    ["a profile", { instanceProfile: "team-build" }, { instanceProfiles: ["team-*"] }],
    ["an Elastic IP", { elasticIp: "eipalloc-1" }, { elasticIps: ["eipalloc-1"] }],
    ["a larger root", { rootVolumeGiB: 200 }, { rootVolumeGiB: 200 }],
    ["a name", { dns }, { names: [{ zone: "Z1", under: "ci.example.com" }] }],
    ["the very name", { dns }, { names: [{ zone: "Z1", under: "a.ci.example.com" }] }],
    ["access", { access }, { secrets: ["team/*"] }],
  ])("is %s that its pool allows, and nothing of it by itself", (_, overrides, allows) => {
    expect(forbidden(asking(overrides), aPool({ allows }))).toBeUndefined();
    expect(forbidden(asking(overrides), aPool())).toMatchObject({ field: Object.keys(overrides)[0], have: [] });
    expect(forbidden(asking(overrides), aPool({ allows: {} }))).toBeDefined();
  });

  it.each<[string, Overrides, Allows, string, readonly string[]]>([
    ["one group of two", { securityGroups: ["sg-1", "sg-2"] }, { securityGroups: ["sg-1"] }, "sg-2", ["sg-1"]],
    ["a name that only begins so", { instanceProfile: "admin" }, { instanceProfiles: ["adm"] }, "admin", ["adm"]],
    ["one GiB more", { rootVolumeGiB: 201 }, { rootVolumeGiB: 200 }, "201", ["up to 200"]],
    [
      "a name that only ends so",
      { dns: { ...dns, name: "evilci.example.com" } },
      { names: [{ zone: "Z1", under: "ci.example.com" }] },
      "evilci.example.com in Z1",
      ["ci.example.com and below in Z1"],
    ],
    [
      "a name in another zone",
      { dns },
      { names: [{ zone: "Z2", under: "ci.example.com" }] },
      "a.ci.example.com in Z1",
      ["ci.example.com and below in Z2"],
    ],
  ])("is not %s", (_, overrides, allows, value, have) => {
    expect(forbidden(asking(overrides), aPool({ allows }))).toMatchObject({ value, have });
  });

  it("is type and tags everywhere", () =>
    expect(forbidden(asking({ type: "m5.xlarge", tags: { job: "1" } }), aPool())).toBeUndefined());
});

describe("a claim that no pool allows", () => {
  it("is answered with the field, the value, and who can change that", () => {
    expect(match(asking({ elasticIp: "eipalloc-1" }), [offer({ elasticIps: ["eipalloc-2"] })])).toEqual({
      kind: "none",
      field: "elasticIp",
      value: "eipalloc-1",
      have: ["eipalloc-2"],
      fix: "ask for eipalloc-2, or have an engineer name it under allows.elasticIps of a pool",
    });
  });

  it("is served by the pool that does", () => {
    const [closed, open] = [
      offer(),
      { ...offer({ secrets: ["team/*"] }), pool: aPool({ id: "open", allows: { secrets: ["team/*"] } }) },
    ];
    const { pool: _, ...anywhere } = asking({ access, type: "m5.xlarge" });
    expect(match(anywhere, [closed, open])).toMatchObject({ kind: "offers", offers: [{ pool: { id: "open" } }] });
  });

  it("cannot have access where no agent would make it", () => {
    const evidence = { ...aTemplate().evidence, "handing-over": { by: "ec2-state" } as const };
    const silent = { ...offer({ secrets: ["*"] }), template: aTemplate({ evidence }) };
    expect(match(asking({ access }), [silent])).toMatchObject({ kind: "none", field: "access", value: "password" });
  });

  it("cannot have a key for SSH on Windows", () => {
    const request = asking({ access: { kind: "ssh-key", secret: "team/key" } });
    expect(match(request, [offer({ secrets: ["*"] })])).toMatchObject({
      kind: "none",
      field: "access",
      value: "ssh-key",
    });
    const linux = { ...offer({ secrets: ["*"] }), template: aTemplate({ os: "linux" }) };
    expect(match(request, [linux])).toMatchObject({ kind: "offers" });
  });
});
