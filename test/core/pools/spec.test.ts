import { describe, expect, it } from "vitest";
import { differences, poolFrom, templateFrom } from "../../../core/pools/spec.ts";
import { poolFile } from "../../../events/requests/pool-file.v1.ts";
import { anOrigin, aPool, aTarget, aTemplate, EPOCH } from "../../builders.ts";

describe("what would change", () => {
  it("is nothing where nothing differs but what the store counts", () => {
    expect(differences(aPool(), aPool({ version: 9, changedAt: EPOCH + 1 }))).toEqual([]);
  });

  it("is each field by its path, with what it was and will be", () => {
    const after = aPool({ target: aTarget({ running: 1, stopped: 4 }), fallback: "queue" });
    expect(differences(aPool(), after)).toEqual([
      { field: "target.running", from: 0, to: 1 },
      { field: "fallback", from: "launch", to: "queue" },
    ]);
  });

  it("is the template's version, which is no count of the store", () => {
    const after = aPool({ template: { name: "windows-2022-build", version: 4 } });
    expect(differences(aPool(), after)).toEqual([{ field: "template.version", from: 3, to: 4 }]);
  });

  it("is what goes, and what comes", () => {
    expect(differences({ tags: { team: "a" }, types: ["x", "y"] }, { tags: { owner: "b" }, types: ["x"] })).toEqual([
      { field: "tags.team", from: "a", to: undefined },
      { field: "types.1", from: "y", to: undefined },
      { field: "tags.owner", from: undefined, to: "b" },
    ]);
  });

  it("is everything where nothing was, and nothing of what is not said", () => {
    expect(differences(undefined, { a: 1, b: { c: null }, d: undefined })).toEqual([
      { field: "a", from: undefined, to: 1 },
      { field: "b.c", from: undefined, to: null },
    ]);
  });
});

describe("a file's entries", () => {
  const written = poolFile.parse({
    version: 1,
    templates: [
      {
        name: "windows-2022-build",
        os: "windows",
        images: aTemplate().images,
        types: aTemplate().types,
        subnets: aTemplate().subnets,
        securityGroups: aTemplate().securityGroups,
        instanceProfile: "greenroom-build",
        userData: aTemplate().userData,
        tags: { team: "build" },
        usdPerHour: aTemplate().usdPerHour,
        ready: aTemplate().evidence.preparing,
        verify: aTemplate().evidence["handing-over"],
        scrub: aTemplate().evidence.returning,
      },
    ],
    pools: [
      {
        id: "win-build",
        template: "windows-2022-build",
        region: "eu-west-1",
        target: { stopped: 4 },
        max: { instances: 20, usdPerHour: 10 },
        onRelease: "reuse",
        maxUses: 20,
        maxAgeSeconds: 14 * 86_400,
        scaleInDelaySeconds: 900,
        claimWaitSeconds: 600,
        quarantineMax: 2,
        deadlines: {
          launchingSeconds: 120,
          preparingSeconds: 1_200,
          parkingSeconds: 300,
          handingOverSeconds: 300,
          returningSeconds: 600,
          quarantinedSeconds: 14_400,
          retiringSeconds: 600,
        },
      },
    ],
  });

  it("become the template and the pool of the model, every field of them", () => {
    const [template, pool] = [written.templates[0], written.pools[0]];
    if (!template || !pool) throw new Error("the file has one of each");
    expect(templateFrom(template, 3, anOrigin())).toEqual(aTemplate());
    expect(poolFrom(pool, aTemplate(), 1, anOrigin())).toEqual(aPool());
  });
});
