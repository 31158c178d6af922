import { describe, expect, it } from "vitest";
import type { Ec2State, Instance } from "../../../core/model/instance.ts";
import { LISTING_LAG_MS } from "../../../core/model/limits.ts";
import { HOUR_MS } from "../../../core/model/time.ts";
import {
  compare,
  driftOf,
  type Finding,
  isEndedAtEc2,
  isNewerThanListing,
  type ListedInstance,
  orphanFate,
  publishesAnother,
} from "../../../core/reconcile/compare.ts";
import { EC2_STATES } from "../../../events/states.ts";
import { aLease, anInstance, anIntent, inState, POOL } from "../../builders.ts";

const rowOf = (record: Instance, changes: Partial<ListedInstance> = {}): ListedInstance => {
  const { id, az, type, imageId, tags, securityGroups, observed } = record;
  return { id, az, type, imageId, tags, securityGroups, observed, ...changes };
};
const says = (state: Ec2State): Partial<ListedInstance> => ({ observed: { state } });
/** A listing that began long after a record's last change. */
const laterThan = ({ last }: Instance): number => last.at + HOUR_MS;

describe("what is newer than a listing", () => {
  it.each<[string, number, boolean]>([
    ["at the edge of its lag is not", -LISTING_LAG_MS, false],
    ["a moment later is", -LISTING_LAG_MS + 1, true],
    ["at its beginning is", 0, true],
  ])("%s", (_, at, newer) => expect(isNewerThanListing(at, 0)).toBe(newer));
});

describe("a row that may be taken for an event", () => {
  it.each<[string, Instance, Ec2State, boolean]>([
    ["reports another state", anInstance(), "running", true],
    ["reports nothing new to the record", anInstance(), "stopped", false],
    ["reports nothing about what is gone", inState("gone"), "running", false],
  ])("%s", (_, record, state, tells) => expect(publishesAnother(rowOf(record, says(state)), record)).toBe(tells));
});

describe("a row held against its record", () => {
  const warm = anInstance();
  const suspect = anInstance({ suspectSince: warm.last.at });
  const gone = inState("gone");

  it.each<[string, Instance, Ec2State, Finding["kind"]]>([
    ["of the same state agrees", warm, "stopped", "agrees"],
    ["of another state was missed", warm, "running", "missed"],
    ["of a suspect says that it came back", suspect, "stopped", "came-back"],
    ["of a suspect in another state was missed", suspect, "running", "missed"],
    ["of what is gone agrees while EC2 still shows its end", gone, "terminated", "agrees"],
    ["of what is gone agrees while it shuts down", gone, "shutting-down", "agrees"],
    ["of what is gone and runs is undead", gone, "running", "undead"],
    ["of what is gone and is stopped is undead", gone, "stopped", "undead"],
  ])("%s", (_, record, state, kind) => {
    expect(compare(rowOf(record, says(state)), record, laterThan(record))).toEqual({ kind });
  });

  it.each([
    ["warm", warm],
    ["suspect", suspect],
    ["gone", gone],
  ])("loses to a %s record that changed at the time of the listing, whatever it says", (_, record) => {
    const began = record.last.at + LISTING_LAG_MS - 1;
    for (const state of EC2_STATES)
      expect(compare(rowOf(record, says(state)), record, began)).toEqual({ kind: "newer" });
    expect(compare(rowOf(record, says("pending")), record, began + 1)).not.toEqual({ kind: "newer" });
  });
});

describe("drift", () => {
  const record = anInstance({ tags: { team: "build", cost: "42" } });
  const drift = (changes: Partial<ListedInstance>, of: Instance = record) =>
    driftOf(rowOf(of, changes), of).map(({ code, detail }) => [code, detail]);

  it("is none where nothing differs, in whatever order", () => {
    const of = anInstance({ securityGroups: ["sg-1", "sg-2"] });
    expect(drift({}, of)).toEqual([]);
    expect(drift({ securityGroups: ["sg-2", "sg-1"] }, of)).toEqual([]);
  });

  it.each<[string, Partial<ListedInstance>, { ours: string; theirs: string }]>([
    ["type", { type: "c7i.large" }, { ours: "m6i.xlarge", theirs: "c7i.large" }],
    ["az", { az: "eu-west-1b" }, { ours: "eu-west-1a", theirs: "eu-west-1b" }],
    ["imageId", { imageId: "ami-0" }, { ours: record.imageId, theirs: "ami-0" }],
    ["securityGroups", { securityGroups: ["sg-9"] }, { ours: "sg-0123456789abcdef0", theirs: "sg-9" }],
    ["tags.team", { tags: { team: "ops", cost: "42" } }, { ours: "build", theirs: "ops" }],
    ["tags.cost", { tags: { team: "build" } }, { ours: "42", theirs: "(none)" }],
  ])("in %s is reported, and nothing else is", (field, changes, told) => {
    expect(drift(changes)).toEqual([["drifted", { field, ...told }]]);
  });

  it("is reported for each field", () => {
    expect(drift({ type: "c7i.large", tags: {} })).toHaveLength(3);
  });

  it("is no tag that was added", () => expect(drift({ tags: { ...record.tags, "aws:x": "1" } })).toEqual([]));

  describe("is nothing that its claim asked for", () => {
    const overrides = { type: "m7i.2xlarge", tags: { job: "7", team: "mobile" }, securityGroups: ["sg-7", "sg-8"] };
    const held = { ...record, lease: aLease({ overrides, configured: false }) };

    it.each<[string, Partial<ListedInstance>]>([
      ["before it is changed", {}],
      ["after it is changed", { type: "m7i.2xlarge", tags: { ...record.tags, ...overrides.tags } }],
      ["once its groups are changed", { securityGroups: ["sg-8", "sg-7"] }],
    ])("%s", (_, changes) => expect(drift(changes, held)).toEqual([]));

    it("nor are the groups of the interface it brought, beside those that it has", () => {
      const brought = { ...record, lease: aLease({ overrides: { networkInterface: "eni-1" } }) };
      expect(drift({ securityGroups: [...record.securityGroups, "sg-of-the-eni"] }, brought)).toEqual([]);
      expect(drift({ securityGroups: ["sg-of-the-eni"] }, brought)).toHaveLength(1);
      expect(drift({ securityGroups: [...record.securityGroups, "sg-9"] }, held)).toHaveLength(1);
    });

    it("but what nobody asked for is", () => {
      const fields = drift({ type: "c7i.large", tags: { team: "ops", cost: "42" } }, held).map(
        ([, detail]) => (detail as { field: string }).field,
      );
      expect(fields).toEqual(["type", "tags.team"]);
      expect(drift({ tags: { cost: "42" } }, held)).toMatchObject([["drifted", { theirs: "(none)" }]]);
    });
  });
});

describe("a row with our tag and no record", () => {
  const token = anIntent().token;
  const row = (changes: Partial<ListedInstance> & { token?: string } = {}) => ({
    ...rowOf(anInstance(), says("running")),
    ...changes,
  });

  it.each<[string, ReturnType<typeof row>, "adopt" | "retire" | undefined, string]>([
    ["is adopted where the pool says so", row(), "adopt", "adopt"],
    ["is retired where the pool says so", row({ token: "another" }), "retire", "retire"],
    ["is left alone without a pool", row(), undefined, "leave"],
    ["waits while its launch is recorded", row({ token }), "retire", "wait"],
    ["waits while its launch is recorded though the pool is none", row({ token }), undefined, "wait"],
    ["waits while it shuts down", row(says("shutting-down")), "adopt", "wait"],
    ["waits when it is terminated", row(says("terminated")), "retire", "wait"],
  ])("%s", (_, orphan, orphans, fate) => {
    expect(orphanFate(orphan, orphans && { orphans }, [anIntent({ pool: POOL })])).toBe(fate);
  });

  it.each(EC2_STATES.map((state) => [state, ["shutting-down", "terminated"].includes(state)] as const))(
    "%s is the end: %s",
    (state, ended) => expect(isEndedAtEc2({ observed: { state } })).toBe(ended),
  );
});
