import { describe, expect, it } from "vitest";
import { aTarget } from "../builders.ts";
import { file, POOL, TEMPLATE, told } from "../events/pool-files.ts";

const LINUX = { os: "linux", types: ["m7i.large"] };
const hibernated = (types: readonly string[], template: object = {}) => ({
  template: { types, ...template },
  pool: { target: aTarget({ hibernated: 2 }) },
});

describe("a pool file that only looks so is taken", () => {
  const scrubbed = { scrub: { by: "signals", needs: ["scrubbed"] } };
  it.each<[string, Parameters<typeof file>[0]]>([
    [
      "Windows that is ready by ec2-state and stays running",
      {
        template: { ready: { by: "ec2-state" } },
        pool: { target: aTarget({ running: 1 }) },
      },
    ],
    ["reuse of what a signal says is clean", { template: scrubbed, pool: { onRelease: "reuse" } }],
    ["reuse that never comes to a second use", { pool: { onRelease: "reuse", maxUses: 1 } }],
    ["hibernation of just as much as Windows may", hibernated(["m7i.xlarge"])],
    ["hibernation of less than Linux may", hibernated(["m7i.8xlarge"], { os: "linux" })],
    ["hibernation of a type that nothing is known of", hibernated(["m99i.large"], { os: "linux" })],
    ["bare metal that is stopped", { template: { types: ["m7i.metal-24xl"] } }],
    [
      "a money ceiling of just one instance",
      {
        template: { usdPerHour: { running: 2, stopped: 0.1 } },
        pool: { max: { instances: 5, usdPerHour: 2 } },
      },
    ],
    ["types with a GPU, whose series is g", { template: { types: ["g5.xlarge", "m7i.large"] } }],
    ["types of arm64 alone", { template: { ...LINUX, types: ["m7g.large", "t4g.large", "a1.large"] } }],
    [
      "a local zone and a wavelength zone",
      {
        template: {
          images: { "us-west-2": "ami-0a1b2c3d" },
          subnets: { "us-west-2-lax-1a": "subnet-0a1b2c3d", "us-west-2-wl1-las-wlz-1": "subnet-0a1b2c3e" },
        },
        pool: { region: "us-west-2" },
      },
    ],
    [
      "an instance profile by its ARN",
      {
        template: { instanceProfile: "arn:aws-us-gov:iam::111122223333:instance-profile/teams/build" },
      },
    ],
  ])("%s", (_, changes) => expect(told(file(changes))).toEqual([]));

  it.each(["us-gov-west-1", "cn-northwest-1", "eusc-de-east-1", "us-iso-east-1", "eu-isoe-west-1", "ap-southeast-4"])(
    "a pool in %s, whatever partition that is of",
    (region) => {
      const template = { images: { [region]: "ami-0a1b2c3d" }, subnets: { [`${region}a`]: "subnet-0a1b2c3d" } };
      expect(told(file({ template, pool: { region } }))).toEqual([]);
    },
  );

  it("what is no region is refused in every partition", () => {
    for (const region of ["eu-central", "eu-central-1a", "eusc", "EU-WEST-1", "euw1"])
      expect(told(file({ pools: [{ ...POOL, region }], templates: [TEMPLATE] })), region).toContainEqual([
        "pools.0.region",
        "a region such as eu-central-1",
      ]);
  });
});
