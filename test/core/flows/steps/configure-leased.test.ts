import { describe, expect, it } from "vitest";
import { configureLeased } from "../../../../core/flows/steps/configure-leased.ts";
import { startLeased } from "../../../../core/flows/steps/start-leased.ts";
import type { Overrides } from "../../../../core/model/overrides.ts";
import { OVERRIDE_NAMES } from "../../../../events/overrides/table.ts";
import { aClaim, aLease, EPOCH, inState, instanceNo } from "../../../builders.ts";
import { IMPOSSIBLE, MISTAKEN, NO_CAPACITY } from "../ec2.ts";
import { cutEverywhere, stage } from "../stage.ts";

const ID = instanceNo(1);
const IP = "10.0.1.17";
const dns = { zone: "Z1", name: "a.ci.example.com", ttlSeconds: 30 };
const ALL: Overrides = {
  type: "m5.xlarge",
  tags: { job: "1" },
  rootVolumeGiB: 200,
  securityGroups: ["sg-2", "sg-1"],
  instanceProfile: "team-build",
  elasticIp: "eipalloc-1",
  networkInterface: "eni-1",
  dns,
};
const claim = aClaim({ state: "leased", kind: "hit", instance: ID, leaseEpoch: 1, leasedAt: EPOCH });
const begun = (overrides: Overrides) =>
  stage({ instances: [inState("handing-over", { lease: aLease({ overrides, configured: false }) })], claims: [claim] });
const configured = async (overrides: Overrides) => {
  const on = await begun(overrides);
  const answer = await configureLeased(on.ports, await on.instance(ID));
  return { on, answer, asked: on.ec2.asked };
};

describe("an instance that is made what its claim asks for", () => {
  it("is changed one attribute a call, in the order that lets it be done again, and asked once what is attached", async () => {
    const { asked, answer } = await configured(ALL);
    expect(answer).toEqual({ kind: "configured" });
    expect(asked).toEqual([
      `measure ${ID}`,
      `retype ${ID} m5.xlarge`,
      `tag ${ID} {"job":"1"}`,
      "grow vol-1 200",
      `regroup ${ID} sg-2,sg-1`,
      `reprofile ${ID} team-build`,
      `lend ${ID} eipalloc-1`,
      `attach ${ID} eni-1 1`,
      "addressOf eipalloc-1",
      "point a.ci.example.com 203.0.113.7 30",
    ]);
  });

  it.each<[string, Overrides, readonly string[]]>([
    ["groups", { securityGroups: ["sg-2"] }, [`regroup ${ID} sg-2`]],
    ["an Elastic IP", { elasticIp: "eipalloc-1" }, [`lend ${ID} eipalloc-1`]],
    ["a name", { dns }, [`point a.ci.example.com ${IP} 30`]],
    ["a profile", { instanceProfile: "p" }, [`measure ${ID}`, `reprofile ${ID} p`]],
    ["a root volume", { rootVolumeGiB: 99 }, [`measure ${ID}`, "grow vol-1 99"]],
    ["an interface", { networkInterface: "eni-1" }, [`measure ${ID}`, `attach ${ID} eni-1 1`]],
    ["its own type", { type: "m6i.xlarge" }, []],
    ["its own groups", { securityGroups: ["sg-0123456789abcdef0"] }, []],
    ["no tags", { tags: {} }, []],
    ["access, which is made once it runs", { access: { kind: "password", secret: "s" } }, []],
  ])("takes as few calls as can be for %s", async (_, overrides, calls) =>
    expect((await configured(overrides)).asked).toEqual(calls),
  );

  it("gets the first index that is free", async () => {
    const on = await begun({ networkInterface: "eni-1" });
    const taken = [0, 2, 1, 4].map((index) => ({ id: `eni-of-${index}`, index }));
    on.ec2.measures = { state: "stopped", interfaces: taken };
    await configureLeased(on.ports, await on.instance(ID));
    expect(on.ec2.asked).toContain(`attach ${ID} eni-1 3`);
  });

  it("is not changed again by a worker that comes after the interface was attached, but for its name", async () => {
    const on = await begun(ALL);
    on.ec2.measures = {
      state: "stopped",
      interfaces: [
        { id: "eni-0", index: 0 },
        { id: "eni-1", index: 1 },
      ],
    };
    await configureLeased(on.ports, await on.instance(ID));
    expect(on.ec2.asked).toEqual([`measure ${ID}`, "addressOf eipalloc-1", "point a.ci.example.com 203.0.113.7 30"]);
  });

  it("is left to its deadline while EC2 does not know it", async () => {
    const on = await begun(ALL);
    on.ec2.measures = "unknown";
    expect(await startLeased(on.ports, await on.instance(ID))).toBe("unknown");
    expect(on.ec2.asked).toEqual([`measure ${ID}`]);
  });

  it("shows its groups and its type, and says what was changed", async () => {
    const on = await begun(ALL);
    expect(await startLeased(on.ports, await on.instance(ID))).toBe("asked");
    const instance = await on.instance(ID);
    expect(instance).toMatchObject({
      type: "m5.xlarge",
      securityGroups: ["sg-2", "sg-1"],
      lease: { configured: true },
    });
    const told = on.written.flatMap((each) => (each.kind === "instance" ? each.after.last.reasons : []));
    const changes = OVERRIDE_NAMES.filter((each) => each !== "access").join(", ");
    expect(told).toContainEqual({ code: "configured", detail: { claim: claim.id, changes } });
  });
});

describe("what a claimant got wrong", () => {
  it.each(["regroup", "attach", "lend", "grow", "reprofile", "point", "tag", "retype"])(
    "costs the claim, with field and reason, and not the instance: %s",
    async (call) => {
      const satisfies: Readonly<Record<string, Overrides>> = {
        ...{ regroup: { securityGroups: ["sg-2"] }, attach: { networkInterface: "eni-1" }, tag: { tags: { a: "b" } } },
        ...{ lend: { elasticIp: "eipalloc-1" }, grow: { rootVolumeGiB: 1 }, reprofile: { instanceProfile: "p" } },
        ...{ point: { dns }, retype: { type: "m5.xlarge" } },
      };
      const overrides = satisfies[call]!;
      const [field] = Object.keys(overrides);
      const on = await begun(overrides);
      on.ec2.refusals.set(call, MISTAKEN);
      expect(await startLeased(on.ports, await on.instance(ID))).toBe("refused");
      expect(await on.instance(ID)).toMatchObject({ state: "warm" });
      const reasons = [{ code: "unsatisfiable", detail: { claim: claim.id, field, error: MISTAKEN.error } }];
      expect(await on.claim(claim.id)).toMatchObject({ state: "refused", last: { reasons } });
      expect(await on.claim(claim.id)).not.toHaveProperty("instance");
    },
  );

  it("ends the instance too if something was changed before that nothing takes back", async () => {
    const on = await begun({ securityGroups: ["sg-2"], networkInterface: "eni-1" });
    on.ec2.refusals.set("attach", MISTAKEN);
    await startLeased(on.ports, await on.instance(ID));
    expect(await on.instance(ID)).toMatchObject({ state: "retiring" });
    expect(await on.claim(claim.id)).toMatchObject({ state: "refused" });
    expect(on.takeActions()).toMatchObject([{ do: "terminate" }]);
  });

  it("is no mistake where an interface leaves with the instance that failed the claim before: it is asked again", async () => {
    const on = await begun({ networkInterface: "eni-1" });
    const before = inState("retiring", { id: instanceNo(2) });
    await on.ports.records.commit({ instance: { ...before, version: 1 } });
    on.ec2.refusals.set("attach", { ...MISTAKEN, holder: before.id });
    const again = { fate: "retry-after", code: MISTAKEN.error };
    await expect(startLeased(on.ports, await on.instance(ID))).rejects.toMatchObject(again);
    expect(await on.instance(ID)).toMatchObject({ state: "handing-over" });
    on.ec2.refusals.set("attach", { ...MISTAKEN, holder: instanceNo(3) });
    expect(await startLeased(on.ports, await on.instance(ID))).toBe("refused");
  });

  it("is none where it is attached already, though it was not listed", async () => {
    const on = await begun({ networkInterface: "eni-1" });
    on.ec2.refusals.set("attach", { ...MISTAKEN, holder: ID });
    expect(await startLeased(on.ports, await on.instance(ID))).toBe("asked");
  });

  it("that EC2 says of the instance, and not of the claim, quarantines the instance", async () => {
    const on = await begun({ networkInterface: "eni-1" });
    on.ec2.refusals.set("attach", IMPOSSIBLE);
    await startLeased(on.ports, await on.instance(ID));
    expect(await on.instance(ID)).toMatchObject({ state: "quarantined" });
    expect(await on.claim(claim.id)).toMatchObject({ state: "pending" });
  });

  it("stops it where it is running", async () => {
    const lease = aLease({ overrides: { networkInterface: "eni-1" }, configured: false });
    const running = { state: "running", at: EPOCH } as const;
    const on = await stage({ instances: [inState("handing-over", { lease, observed: running })], claims: [claim] });
    on.ec2.refusals.set("attach", MISTAKEN);
    await startLeased(on.ports, await on.instance(ID));
    expect(await on.instance(ID)).toMatchObject({ state: "parking" });
    expect(on.takeActions()).toMatchObject([{ do: "stop" }]);
  });
});

describe("a start that finds no capacity", () => {
  it("gives an instance back to the pool only as it was", async () => {
    for (const [overrides, state] of [
      [{ tags: { a: "b" }, dns }, "warm"],
      [{ securityGroups: ["sg-2"] }, "retiring"],
      [{ access: { kind: "password", secret: "s" } }, "warm"],
    ] as const) {
      const on = await begun(overrides);
      on.ec2.refusals.set("start", NO_CAPACITY);
      await startLeased(on.ports, await on.instance(ID));
      expect(await on.instance(ID)).toMatchObject({ state });
    }
  });
});

describe("wherever it is cut", () => {
  it("doing it again ends with an instance that is all that was asked for, started", async () => {
    const cuts = await cutEverywhere(
      () => begun(ALL),
      async (on) => startLeased(on.ports, await on.instance(ID)),
      async (on, where) => {
        await startLeased(on.ports, await on.instance(ID));
        expect(on.ec2.asked, where).toContain("point a.ci.example.com 203.0.113.7 30");
        expect(on.ec2.asked.at(-1), where).toBe(`start ${ID}`);
        expect(await on.instance(ID), where).toMatchObject({ lease: { configured: true } });
      },
    );
    expect(cuts).toBeGreaterThan(20);
  });
});
