import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { barTo, canBecome, situationOf } from "../../../core/claims/feasible.ts";
import type { Overrides } from "../../../core/model/overrides.ts";
import type { Situation } from "../../../events/overrides/override.ts";
import { OVERRIDE_NAMES, type OverrideName, overrideRow } from "../../../events/overrides/table.ts";
import { architectureOf } from "../../../events/requests/instance-type.ts";
import { STATES } from "../../../events/states.ts";
import { TIERS } from "../../../events/tiers.ts";
import { anInstance, inState } from "../../builders.ts";

/** A requirement for each attribute. */
const REQUESTABLE: Required<Overrides> = {
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
const asked = (attribute: OverrideName): Overrides => ({ [attribute]: REQUESTABLE[attribute] });

/** What EC2 refuses, said here a second time on purpose: by power, then market; `-` stands for possible. */
const REFUSED: Readonly<Record<OverrideName, Partial<Record<`${Situation["power"]} ${Situation["market"]}`, string>>>> =
  {
    type: {
      "running on-demand": "only a stopped instance can change its type",
      "running spot": "only a stopped instance can change its type",
      "between on-demand": "it is not stopped yet",
      "between spot": "it is not stopped yet",
      "hibernated on-demand": "an instance with hibernation enabled cannot change its type",
      "hibernated spot": "an instance with hibernation enabled cannot change its type",
      "stopped spot": "a Spot instance cannot change its type",
    },
    rootVolumeGiB: {
      "hibernated on-demand": "its memory lies on the root volume",
      "hibernated spot": "its memory lies on the root volume",
    },
    networkInterface: {
      "hibernated on-demand": "the guest resumes with the devices it had",
      "hibernated spot": "the guest resumes with the devices it had",
    },
    ...{ tags: {}, securityGroups: {}, instanceProfile: {}, elasticIp: {}, dns: {}, access: {} },
  };
const POWERS = ["stopped", "hibernated", "running", "between"] as const;
const MARKETS = ["on-demand", "spot"] as const;

describe("what EC2 lets a claim change", () => {
  const table = OVERRIDE_NAMES.flatMap((attribute) =>
    POWERS.flatMap((power) => MARKETS.map((market) => ({ attribute, power, market }))),
  );
  it.each(table)("$attribute of a $market instance that is $power", ({ attribute, power, market }) => {
    const bar = barTo(attribute, { power, market, type: "m6i.xlarge" }, asked(attribute));
    expect(bar?.why).toBe(REFUSED[attribute][`${power} ${market}`]);
  });

  it("says of every refusal where it is written", () => {
    for (const name of OVERRIDE_NAMES)
      for (const { why, source } of overrideRow(name).bars) {
        expect(why).not.toBe("");
        expect(source).toMatch(/^EC2 /);
      }
  });

  it.each([
    ["m6i.xlarge", "m5.large", undefined],
    ["m6i.xlarge", "m7g.large", "the type is of another architecture than the image"],
    ["t4g.small", "c6gn.medium", undefined],
    ["a1.large", "m6g.large", undefined],
    ["g4dn.xlarge", "g5g.xlarge", "the type is of another architecture than the image"],
  ])("a stopped %s becomes %s: %s", (type, wanted, why) => {
    expect(barTo("type", { power: "stopped", market: "on-demand", type }, { type: wanted })?.why).toBe(why);
  });

  it.each([
    ["m6i", "x86_64"],
    ["m7a", "x86_64"],
    ["m7i-flex", "x86_64"],
    ["g4dn", "x86_64"],
    ["g6e", "x86_64"],
    ["u-6tb1", "x86_64"],
    ["m8g", "arm64"],
    ["x2gd", "arm64"],
    ["im4gn", "arm64"],
    ["hpc7g", "arm64"],
    ["g5g", "arm64"],
    ["p6e-gb200", "arm64"],
    ["a1", "arm64"],
    ["mac2", "macOS"],
  ] as const)("knows the family %s for %s", (family, architecture) =>
    expect(architectureOf(`${family}.large`)).toBe(architecture),
  );
});

describe("where an instance lies", () => {
  it.each([
    [anInstance(), "stopped"],
    [anInstance({ tier: "hibernated" }), "hibernated"],
    [anInstance({ tier: "running" }), "running"],
    [inState("parking"), "between"],
    [inState("parking", { tier: "hibernated" }), "hibernated"],
    [inState("preparing"), "running"],
    [inState("launching", { tier: "hibernated" }), "running"],
  ])("reports what it is in when the claim's changes are made: %#", (row, power) =>
    expect(situationOf(row).power).toBe(power),
  );
});

describe("always", () => {
  const anyRow = fc.record({
    state: fc.constantFrom(...STATES),
    tier: fc.constantFrom(...TIERS),
    market: fc.constantFrom(...MARKETS),
    type: fc.constantFrom("m6i.xlarge", "m5.xlarge", "m7g.large"),
  });
  const anyFit = fc
    .subarray([...OVERRIDE_NAMES])
    .map((all): Overrides => Object.assign({}, ...all.map((each) => asked(each))) as Overrides);

  it("an instance can be made all that is asked for if it can be made each thing, whatever else is asked for", () => {
    fc.assert(
      fc.property(anyRow, anyFit, (row, overrides) => {
        const each = (Object.keys(overrides) as OverrideName[]).map((one) => canBecome(row, { [one]: overrides[one] }));
        expect(canBecome(row, overrides)).toBe(each.every(Boolean));
      }),
      { seed: 17 },
    );
  });

  it("what is so already excludes nothing, and who asks for nothing gets anything", () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        expect(canBecome(row, { type: row.type })).toBe(true);
        expect(canBecome(row, {})).toBe(true);
      }),
      { seed: 17 },
    );
  });
});
