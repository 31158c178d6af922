import { type PoolFile, poolFile } from "../../../events/requests/pool-file.v1.ts";
import { type Random, streams } from "../../../local/random.ts";
import { aTarget } from "../../builders.ts";
import { forecastTarget, hasForecasts } from "./forecasts.ts";

export const REGION = "eu-central-1";
export const ZONES = [`${REGION}a`, `${REGION}b`] as const;
export const TYPES = ["m7i.large", "m6i.large"] as const;

type Templates = PoolFile["templates"];
type Pools = PoolFile["pools"];
type Member = { readonly template: Partial<Templates[number]>; readonly pool: Partial<Pools[number]> };

const signals = (...needs: string[]) => ({ by: "signals" as const, needs });
/** The kinds of pools that worlds are made of: every tier, every evidence, every end of a claim. */
const MEMBERS: readonly Member[] = [
  {
    template: {
      ready: { ...signals("clock", "agent"), maxClockOffsetMs: 1_000 },
      verify: signals("agent"),
      scrub: signals("scrubbed"),
      usdPerHour: { running: 0.11, stopped: 0.004 },
    },
    pool: { target: aTarget({ stopped: 2 }), onRelease: "reuse", maxUses: 3, max: { instances: 9, usdPerHour: 0.9 } },
  },
  {
    template: { ready: signals("agent"), verify: signals("agent"), scrub: signals("scrubbed") },
    pool: { target: aTarget({ running: 1, stopped: 1 }), onRelease: "reuse", orphans: "retire", quarantineMax: 0 },
  },
  {
    template: { ready: { by: "ec2-state" }, market: "spot" },
    pool: { target: aTarget({ stopped: 2 }), fallback: "queue", orphans: "retire" },
  },
  {
    template: { ready: { by: "self-stop" }, verify: signals("agent"), scrub: signals("scrubbed") },
    pool: { target: aTarget({ stopped: 2 }), onRelease: "reuse", max: { instances: 5 } },
  },
  {
    template: { ready: signals("agent") },
    pool: { target: aTarget({ hibernated: 2 }), fallback: "refuse", maxAgeSeconds: 2 * 3_600 },
  },
];

/** The pools of a world: one to three kinds of them. `edition` counts deploys: each makes other templates. */
export function castOf(seed: number, edition: number, resized: number): PoolFile {
  const random = streams(seed)("cast");
  const count = 1 + Math.floor(random.unit() * random.unit() * 3.5);
  const first = Math.floor(random.unit() * MEMBERS.length);
  const members = Array.from({ length: count }, (_, nth) => ({ nth, ...MEMBERS[(first + nth * 2) % MEMBERS.length]! }));
  const file = poolFile.parse({
    version: 1,
    templates: members.map(({ nth, template }) => ({
      name: `template-${nth}`,
      os: "linux",
      images: { [REGION]: "ami-0f0e0d0c0b0a09080" },
      types: [...TYPES],
      subnets: Object.fromEntries(ZONES.map((az, at) => [az, `subnet-0000000${at}`])),
      tags: edition > 0 && nth === edition % count ? { edition: String(edition) } : {},
      ...template,
    })),
    pools: members.map(({ nth, pool }) => ({
      id: `pool-${nth}`,
      template: `template-${nth}`,
      region: REGION,
      max: { instances: 9 },
      scaleInDelaySeconds: 120,
      claimWaitSeconds: 600,
      allows: { securityGroups: ["sg-*"] },
      deadlines: deadlinesOf(random, isPatient(seed)),
      ...pool,
      target: grown(pool.target ?? {}, nth === resized % count ? resized % 3 : 0),
    })),
  });
  return hasForecasts(seed) ? { ...file, pools: file.pools.map(forecastTarget) } : file;
}

const grown = (target: Partial<Pools[number]["target"]>, by: number) =>
  Object.fromEntries(Object.entries(target).map(([tier, size]) => [tier, size > 0 ? size + by : 0]));

/** Some wait so long that two sweeps come before the deadline does, and between them what proves an instance gone. */
export const isPatient = (seed: number): boolean => seed % 4 === 1 || seed % 4 === 2;

const deadlinesOf = (random: Random, patient: boolean) => {
  const longer = patient ? 6 : 1;
  const longest = patient ? 12 : 1;
  return {
    launchingSeconds: (patient ? 18 : 1) * (60 + Math.floor(random.unit() * 60)),
    preparingSeconds: longest * 150,
    parkingSeconds: longer * 90,
    handingOverSeconds: longer * 120,
    returningSeconds: longest * 150,
    quarantinedSeconds: longer * 300,
    retiringSeconds: longer * 120,
  };
};
