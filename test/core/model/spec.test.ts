import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { held } from "../../../core/model/held.ts";
import { sha256 } from "../../../core/model/ids.ts";
import { poolFrom, poolSpecOf, templateFrom, templateSpecOf } from "../../../core/model/spec.ts";
import type { Template } from "../../../core/model/template.ts";
import { poolFile } from "../../../events/requests/pool-file.v1.ts";
import { type PoolSpec, poolAnswered, poolSpec } from "../../../events/requests/pool-spec.ts";
import { templateAnswered, templateSpec } from "../../../events/requests/template-spec.ts";
import { anOrigin, aPool, aTemplate } from "../../builders.ts";
import { poolFiles } from "../../events/arbitrary-pool-file.ts";

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
    expect(templateFrom(template, aTemplate({ version: 2 }), anOrigin())).toEqual(aTemplate());
    expect(poolFrom(pool, aTemplate(), 1, anOrigin())).toEqual(aPool());
  });
});

/** The fields of a schema, as paths, that no value has. */
function missing(schema: object, values: readonly unknown[], under = ""): readonly string[] {
  const objects = values.filter((value) => typeof value === "object" && value !== null);
  const { properties = {}, items, oneOf = [] } = schema as z.core.JSONSchema.ObjectSchema;
  const within = Object.entries({
    ...properties,
    ...Object.assign({}, ...oneOf.map((one) => (one as typeof schema & { properties?: object }).properties)),
  });
  const inItems = items ? missing(items as object, objects.flat(), `${under}[]`) : [];
  return within
    .flatMap(([name, inner]) => {
      const found = objects.flatMap((value) => (Object.hasOwn(value, name) ? [Reflect.get(value, name)] : []));
      const path = under === "" ? name : `${under}.${name}`;
      return found.length === 0 ? [path] : missing(inner as object, found, path);
    })
    .concat(inItems);
}

describe("an instance profile", () => {
  it.each([
    ["build", "build"],
    ["arn:aws:iam::111122223333:instance-profile/build", "build"],
    ["arn:aws-cn:iam::111122223333:instance-profile/teams/one/build+x", "build+x"],
  ])("given as %s is kept as %s, which is what EC2 is asked for", (given, name) => {
    const [template] = poolFile.parse({
      version: 1,
      templates: [{ ...templateSpecOf(aTemplate()), userDataSha256: undefined, instanceProfile: given }],
      pools: [],
    }).templates;
    expect(templateFrom(template!, undefined, anOrigin())).toMatchObject({ instanceProfile: name });
  });
});

describe("always", () => {
  /** Through the file's own schema, as `apply` reads it. */
  const again = (spec: object): PoolSpec => poolSpec.parse(JSON.parse(JSON.stringify(spec)));

  it("comes with every field there is, those within fields too", () => {
    const { templates, pools } = z.toJSONSchema(poolFile, { io: "input" }).properties as Record<
      string,
      { items: object }
    >;
    const files = fc.sample(poolFiles, { numRuns: 300, seed: 1 });
    expect(
      missing(
        templates?.items ?? {},
        files.flatMap((file) => file.templates),
      ),
    ).toEqual(["userDataSha256"]);
    expect(
      missing(
        pools?.items ?? {},
        files.flatMap((file) => file.pools),
      ),
    ).toEqual(["templateVersion"]);
  });

  it("a pool of a file, said again and read again, is the same pool", () =>
    fc.assert(
      fc.property(poolFiles, ({ pools }) => {
        for (const entry of pools) {
          const pool = poolFrom(entry, { name: entry.template, version: 7 }, 2, anOrigin());
          expect(poolFrom(again(poolSpecOf(pool)), { name: entry.template, version: 7 }, 2, anOrigin())).toEqual(pool);
        }
      }),
    ));

  it("a template of a file, said again and read again, is the same template, its user data unsaid", () =>
    fc.assert(
      fc.property(poolFiles, ({ templates }) => {
        for (const entry of templates) {
          const made = templateFrom(entry, undefined, anOrigin()) as Template;
          const spec = templateSpecOf(made);
          expect(spec).not.toHaveProperty("userData");
          expect(templateFrom(templateSpec.parse(JSON.parse(JSON.stringify(spec))), made, anOrigin())).toEqual({
            ...made,
            version: 2,
          });
        }
      }),
    ));

  it("what is said has every field of the file, as it was given or filled in", () =>
    fc.assert(
      fc.property(poolFiles, ({ templates, pools }) => {
        for (const entry of pools) {
          const said = poolSpecOf(poolFrom(entry, { name: entry.template, version: 7 }, 2, anOrigin()));
          const { forecast, ...rest } = held(entry);
          expect(said).toMatchObject({ ...rest, templateVersion: 7 });
          if (forecast) expect(said.forecast).toMatchObject({ ...forecast, calendar: said.forecast?.calendar });
          expect(poolAnswered.parse(said), "the answer's schema leaves nothing of it out").toEqual(said);
        }
        for (const entry of templates) {
          const { userData, ...rest } = held(entry);
          const said = templateSpecOf(templateFrom(entry, undefined, anOrigin()) as Template);
          expect(said).toEqual({ ...rest, ...(userData !== undefined && { userDataSha256: sha256(userData) }) });
          expect(templateAnswered.parse(said)).toEqual(said);
        }
      }),
    ));
});

describe("user data that is named by its hash", () => {
  const { userData = "" } = aTemplate();
  const { templates } = poolFile.parse({ version: 1, templates: [templateSpecOf(aTemplate())], pools: [] });
  const [named] = templates;
  if (!named) throw new Error("the file has one");

  it("is that of the version before", () => {
    expect(templateFrom(named, aTemplate(), anOrigin())).toMatchObject({ userData });
  });

  it("is unknown where the version before has another, or none, or is not there", () => {
    const { userData: _, ...bare } = aTemplate();
    for (const before of [aTemplate({ userData: "echo" }), bare, undefined])
      expect(templateFrom(named, before, anOrigin())).toBeUndefined();
  });
});
