import fc from "fast-check";
import { type PoolFile, poolFile } from "../../events/requests/pool-file.v1.ts";
import { perTier, TIERS, type Tier, tierRow } from "../../events/tiers.ts";

/** Valid pool files of every kind: each optional field present or left out, each time in its own unit. */

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: length, maxLength: length });
const REGIONS = ["eu-west-1", "us-gov-east-1"] as const;
const maybe = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }, required: (keyof T)[] = []) =>
  fc.record(fields, { requiredKeys: required });
const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,11}$/);
const words = (prefix: string) =>
  fc.uniqueArray(
    word.map((text) => `${prefix}${text}`),
    { minLength: 1, maxLength: 3 },
  );

const signals = fc
  .uniqueArray(
    word.filter((name) => name !== "windows-is-ready" && name !== "clock"),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .chain((needs) =>
    maybe(
      {
        by: fc.constant("signals"),
        needs: fc.constant([...needs, "clock"]),
        maxClockOffsetMs: fc.integer({ min: 1, max: 86_400_000 }),
        fromBoot: fc.dictionary(fc.constantFrom(...needs), fc.integer({ min: 1, max: 100 }), { noNullPrototype: true }),
        bound: fc.boolean(),
      },
      ["by", "needs"],
    ),
  );
const ec2State = fc.constant({ by: "ec2-state" });
const tagMap = fc.dictionary(word, fc.stringMatching(/^[a-z0-9 ]{0,20}$/), { maxKeys: 3, noNullPrototype: true });

const line = fc.string({ maxLength: 40, unit: "grapheme" });
/** Boot scripts as each operating system's agents read them, and types of one architecture that it runs on. */
const SYSTEMS = {
  windows: {
    userData: line.map((text) => `<powershell>${text}</powershell>`),
    types: [["m7i.large", "m6i.xlarge"]],
  },
  linux: {
    userData: line.map((text) => `#!/bin/sh\n${text}`),
    types: [
      ["m7i.large", "m6i.xlarge"],
      ["c7g.medium", "m7g.large"],
    ],
  },
};

const templateNamed = (name: string) =>
  fc.constantFrom("windows" as const, "linux" as const).chain((os) => templateOf(name, os));

const templateOf = (name: string, os: keyof typeof SYSTEMS) =>
  maybe(
    {
      name: fc.constant(name),
      os: fc.constant(os),
      images: fc.record(Object.fromEntries(REGIONS.map((region) => [region, hex(17).map((id) => `ami-${id}`)]))),
      types: fc
        .constantFrom<string[]>(...SYSTEMS[os].types)
        .chain((alike) => fc.uniqueArray(fc.constantFrom(...alike), { minLength: 1 })),
      subnets: fc.record(
        Object.fromEntries(
          // A subnet lies in one zone: the end of its id is the zone's own.
          REGIONS.flatMap((region) => ["a", "b"].map((az) => `${region}${az}`)).map((zone, nth) => [
            zone,
            hex(6).map((id) => `subnet-${id}${String(nth).padStart(2, "0")}`),
          ]),
        ),
      ),
      securityGroups: fc.uniqueArray(
        hex(8).map((id) => `sg-${id}`),
        { maxLength: 3 },
      ),
      instanceProfile: word,
      userData: SYSTEMS[os].userData,
      identity: fc.constant("iam"),
      market: fc.constantFrom("on-demand", "spot"),
      tags: tagMap,
      usdPerHour: fc.record({
        running: fc.double({ min: 0.001, max: 9, noNaN: true }),
        stopped: fc.double({ min: 0, max: 9, noNaN: true }),
      }),
      ready: fc.oneof(ec2State, fc.constant({ by: "self-stop" }), signals),
      verify: fc.oneof(ec2State, signals),
      scrub: fc.oneof(ec2State, signals),
    },
    ["name", "os", "images", "types", "subnets", "ready"],
  );

const minute = fc.integer({ min: 0, max: 1_439 });
const clock = (at: number) => `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
const weekly = fc
  .record({
    floor: fc.integer({ min: 1, max: 3 }),
    days: fc.uniqueArray(fc.constantFrom("mon", "wed", "sun"), { minLength: 1 }),
    times: fc.uniqueArray(fc.oneof(minute), { minLength: 2, maxLength: 2 }),
    tillMidnight: fc.boolean(),
  })
  .map(({ times: [from = 0, to = 1], tillMidnight, ...rest }) => ({
    ...rest,
    from: clock(from),
    to: tillMidnight ? "24:00" : clock(to),
  }));
const once = fc
  .record({
    floor: fc.integer({ min: 1, max: 3 }),
    from: fc.integer({ min: 0, max: 4_000_000_000 }),
    lasts: fc.integer({ min: 1, max: 1_000_000 }),
    offset: fc.constantFrom("Z", "+01:00", "-05:30"),
  })
  .map(({ floor, from, lasts, offset }) => ({
    floor,
    from: new Date(from * 1_000).toISOString().replace("Z", offset),
    to: new Date((from + lasts) * 1_000 + 7).toISOString().replace("Z", offset),
  }));

const seconds = (min: number, max: number) => fc.integer({ min, max });
const DAY = 86_400;
const deadlines = maybe({
  launchingSeconds: seconds(30, 3_600),
  preparingSeconds: seconds(30, 14_400),
  parkingSeconds: seconds(30, 3_600),
  handingOverSeconds: seconds(30, 3_600),
  returningSeconds: seconds(30, 14_400),
  quarantinedSeconds: seconds(60, 7 * DAY),
  retiringSeconds: seconds(60, 3_600),
});
const allows = maybe({
  securityGroups: words("sg-"),
  networkInterfaces: words("eni-"),
  rootVolumeGiB: fc.integer({ min: 1, max: 65_536 }),
  instanceProfiles: words("build-"),
  elasticIps: words("eipalloc-"),
  names: fc.array(
    word.map((name) => ({ zone: "Z0123456789ABCDEFGHIJ", under: `${name}x.example.com` })),
    { minLength: 1, maxLength: 2 },
  ),
  secrets: words("builds/"),
});

const poolNamed = (id: string, template: PoolFile["templates"][number]) => {
  const takes = (tier: Tier) =>
    (template.ready.by !== "self-stop" || tierRow(tier).takesSelfStop) &&
    (template.market !== "spot" || tierRow(tier).takesSpot) &&
    (template.os !== "windows" || template.ready.by !== "ec2-state" || tierRow(tier).parks === "stays-running");
  const lastTaken = TIERS.findLast(takes);
  return maybe(
    {
      id: fc.constant(id),
      template: fc.constant(template.name),
      region: fc.constantFrom(...REGIONS),
      target: fc.record(
        perTier((tier) => (takes(tier) ? fc.integer({ min: tier === lastTaken ? 1 : 0, max: 5 }) : fc.constant(0))),
      ),
      max: maybe(
        {
          instances: fc.integer({ min: 5 * TIERS.length, max: 10_000 }),
          ...(template.usdPerHour && {
            usdPerHour: fc.double({ min: template.usdPerHour.running, max: 500, noNaN: true }),
          }),
        },
        ["instances"],
      ),
      fallback: fc.constantFrom("launch", "queue", "refuse"),
      onRelease: template.scrub?.by === "signals" ? fc.constantFrom("reuse", "retire") : fc.constant("retire"),
      maxUses: fc.integer({ min: 1, max: 10_000 }),
      maxAgeSeconds: seconds(3_600, 365 * DAY),
      scaleInDelaySeconds: seconds(0, DAY),
      claimWaitSeconds: seconds(1, DAY),
      quarantineMax: fc.integer({ min: 0, max: 100 }),
      alerts: maybe({ minWarm: fc.integer({ min: 0, max: 9 }), hitRate: fc.double({ min: 0, max: 1, noNaN: true }) }),
      orphans: fc.constantFrom("adopt", "retire"),
      allows,
      forecast: maybe({
        on: fc.boolean(),
        hit: fc.double({ min: 0.5, max: 0.999, noNaN: true }),
        leadSeconds: seconds(10, 14_400),
        min: fc.integer({ min: 0, max: 3 }),
        max: fc.integer({ min: 3, max: 20 }),
        timeZone: fc.constantFrom("UTC", "Europe/Berlin"),
        calendar: fc.array(fc.oneof(weekly, once), { maxLength: 3 }),
      }),
      deadlines,
    },
    ["id", "template", "region", "target", "max"],
  );
};

/** As an engineer writes them: what is left out is left to the defaults. */
export const writtenPoolFiles = fc
  .uniqueArray(word, { minLength: 1, maxLength: 2 })
  .chain((names) => fc.tuple(...names.map(templateNamed)))
  .chain((templates) =>
    fc.record({
      version: fc.constant(1),
      templates: fc.constant(templates),
      pools: fc.tuple(
        ...templates.map((template, at) => poolNamed(`pool-${at}`, template as PoolFile["templates"][number])),
      ),
    }),
  );

/** The same as the plane reads them. */
export const poolFiles: fc.Arbitrary<PoolFile> = writtenPoolFiles.map((file) => poolFile.parse(file));
