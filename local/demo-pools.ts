import type { PoolFile } from "../events/requests/pool-file.v1.ts";
import { poolFile } from "../events/requests/pool-file.v1.ts";

/** The region of a local cloud and its pools, unless another is given. */
export const DEMO_REGION = "eu-central-1";
const subnetsIn = (region: string) => ({
  [`${region}a`]: "subnet-0aaa000000000000a",
  [`${region}b`]: "subnet-0bbb000000000000b",
  [`${region}c`]: "subnet-0ccc000000000000c",
});

/** Two pools to play with, for some 200 claims a day: Windows kept stopped behind sysprep and a checked clock, and Linux kept
 *  stopped with one that runs. Each deadline is about twice what the state takes when EC2's events come: so long a lost one is missed.
 *  Prices are list prices of the kind, to give the money ceiling something to count. */
export const demoPoolsIn = (region: string): PoolFile =>
  poolFile.parse({
    version: 1,
    templates: [
      {
        name: "windows-2022-build",
        os: "windows",
        images: { [region]: "ami-0d1e2f3a4b5c6d7e8" },
        types: ["m7i.xlarge", "m6i.xlarge"],
        subnets: subnetsIn(region),
        securityGroups: ["sg-0123456789abcdef0"],
        instanceProfile: "greenroom-build",
        tags: { team: "build" },
        usdPerHour: { running: 0.42, stopped: 0.011 },
        ready: { by: "signals", needs: ["sysprep-done", "clock", "agent"], maxClockOffsetMs: 1_000 },
        verify: { by: "signals", needs: ["clock", "agent"], maxClockOffsetMs: 1_000 },
      },
      {
        name: "linux-ci",
        os: "linux",
        images: { [region]: "ami-0f0e0d0c0b0a09080" },
        types: ["m7i.large", "m6i.large"],
        subnets: subnetsIn(region),
        securityGroups: ["sg-0123456789abcdef0"],
        tags: { team: "ci" },
        usdPerHour: { running: 0.11, stopped: 0.004 },
        ready: { by: "signals", needs: ["clock", "agent"], maxClockOffsetMs: 1_000 },
        verify: { by: "signals", needs: ["agent"] },
        scrub: { by: "signals", needs: ["scrubbed"] },
      },
    ],
    pools: [
      {
        id: "windows-build",
        template: "windows-2022-build",
        region,
        target: { stopped: 8 },
        max: { instances: 120, usdPerHour: 60 },
        deadlines: {
          launchingSeconds: 150,
          preparingSeconds: 900,
          parkingSeconds: 240,
          handingOverSeconds: 300,
          retiringSeconds: 300,
        },
      },
      {
        id: "linux-ci",
        template: "linux-ci",
        region,
        target: { running: 1, stopped: 6 },
        max: { instances: 120 },
        onRelease: "reuse",
        maxUses: 20,
        deadlines: {
          launchingSeconds: 120,
          preparingSeconds: 300,
          parkingSeconds: 180,
          handingOverSeconds: 180,
          returningSeconds: 300,
          retiringSeconds: 300,
        },
      },
    ],
  });

export const DEMO_POOLS: PoolFile = demoPoolsIn(DEMO_REGION);
