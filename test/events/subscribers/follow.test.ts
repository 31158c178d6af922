import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instanceDetailsOf } from "../../../core/notices/details.ts";
import { instanceNotice } from "../../../core/notices/notice-of.ts";
import type { ChangeByReference } from "../../../events/notices/change-by-reference.v1.ts";
import type { InstanceDetails } from "../../../events/notices/instance-changed.v1.ts";
import {
  CUT_OFFS_MAX,
  type Following,
  follow,
  OVER_KEPT_MAX,
  type Update,
} from "../../../events/subscribers/follow.ts";
import { inbox } from "../../../events/subscribers/inbox.ts";
import type { Said } from "../../../events/subscribers/resources.ts";
import { inState, instanceNo, next } from "../../builders.ts";
import { aWorld, type Step } from "./a-world.ts";

const one = inState("warm");
const versions = (count: number) =>
  Array.from({ length: count - 1 }).reduce<(typeof one)[]>((all) => [...all, next(all.at(-1) ?? one)], [one]);
const [v1, v2, v3, v4] = versions(4) as [typeof one, typeof one, typeof one, typeof one];

/** Follows until the world is over and listed once more. What the updates add up to. */
async function followed(world: ReturnType<typeof aWorld>) {
  const state = new Map<string, InstanceDetails>();
  const seen = new Map<string, number>();
  const updates: Update<"instance">[] = [];
  let done = false;
  for await (const update of follow(world.following)) {
    updates.push(update);
    if (update.kind === "is") {
      expect(update.resource.version).toBeGreaterThan(seen.get(update.resource.id) ?? 0);
      seen.set(update.resource.id, update.resource.version);
      state.set(update.resource.id, update.resource);
    }
    if (update.kind === "over") state.delete(update.id);
    if (update.kind === "cut-off") done = world.isOver();
    if (update.kind === "listed" && done) break;
  }
  return { state, updates };
}

/** What is heard after a list of `listed`, while a fetch answers `fetched`. */
async function heard(listed: readonly (typeof one)[], said: readonly Said[], fetched?: typeof one) {
  const fetches: string[] = [];
  const updates: Update<"instance">[] = [];
  const following: Following<"instance"> = {
    kind: "instance",
    source: async () =>
      (async function* () {
        yield* said;
      })(),
    list: async () => ({ items: listed.map(instanceDetailsOf) }),
    async fetch(id) {
      fetches.push(id);
      return fetched && instanceDetailsOf(fetched);
    },
  };
  for await (const update of follow(following)) {
    if (update.kind === "cut-off") break;
    updates.push(update);
  }
  return { fetches, told: updates.filter(({ kind }) => kind !== "listed").map(plain) };
}
const plain = (update: Update<"instance">) =>
  update.kind === "is"
    ? `is v${update.resource.version}`
    : update.kind === "over"
      ? `over v${update.resource?.version}`
      : update.kind;

const by = (record: typeof one): ChangeByReference => {
  const { resource, ...change } = instanceNotice(record);
  const { id, version } = resource;
  return { ...change, resource: { id, version }, href: `/instances/${id}`, bytes: 300_000, leftOut: ["resource"] };
};

describe("who follows", () => {
  it.each<[string, { listed?: (typeof one)[]; said: Said[]; fetched?: typeof one }, string[], number]>([
    ["gets the list first", { listed: [v3], said: [] }, ["is v3"], 0],
    ["applies the next version", { listed: [v1], said: [instanceNotice(v2)] }, ["is v1", "is v2"], 0],
    ["meets a new thing", { said: [instanceNotice(v1)] }, ["is v1"], 0],
    ["drops a double", { listed: [v1], said: [instanceNotice(v2), instanceNotice(v2)] }, ["is v1", "is v2"], 0],
    ["drops what was published before the list", { listed: [v3], said: [instanceNotice(v2)] }, ["is v3"], 0],
    ["fetches over a gap", { listed: [v1], said: [instanceNotice(v3)], fetched: v4 }, ["is v1", "is v4"], 1],
    [
      "drops what comes late after a gap",
      { listed: [v1], said: [instanceNotice(v3), instanceNotice(v2)], fetched: v3 },
      ["is v1", "is v3"],
      1,
    ],
    [
      "believes the notice where the fetch is older",
      { listed: [v1], said: [instanceNotice(v3)], fetched: v2 },
      ["is v1", "is v3"],
      1,
    ],
    ["fetches what is published by reference", { listed: [v1], said: [by(v2)], fetched: v2 }, ["is v1", "is v2"], 1],
    ["fetches nothing for an old reference", { listed: [v2], said: [by(v2)] }, ["is v2"], 0],
    [
      "takes a tombstone for the end",
      { listed: [v1], said: [instanceNotice({ ...v2, state: "gone" }), instanceNotice(v2)] },
      ["is v1", "over v2"],
      0,
    ],
    [
      "learns by a gap that it was expired",
      { listed: [v1], said: [instanceNotice(v3)] },
      ["is v1", "over vundefined"],
      1,
    ],
    [
      "never meets what is over already",
      { listed: [{ ...v2, state: "gone" }], said: [instanceNotice(v1)] },
      ["over v2"],
      0,
    ],
  ])("%s", async (_, { listed = [], said, fetched }, expected, fetches) => {
    const result = await heard(listed, said, fetched);
    expect(result.told).toEqual(expected);
    expect(result.fetches).toHaveLength(fetches);
  });

  it("leaves out other kinds", async () => {
    const other: Said = { ...by(v2), kind: "claim" };
    expect((await heard([v1], [other])).told).toEqual(["is v1"]);
  });

  it("gets with a change what was published of it", async () => {
    const said = instanceNotice(v1);
    for await (const update of follow({ ...aWorld([]).following, source: async () => [said] as never })) {
      if (update.kind !== "is") continue;
      expect(update.said).toBe(said);
      break;
    }
  });

  it("does not take an older answer for what was published by reference", async () => {
    await expect(heard([v1], [by(v3)], v2)).rejects.toThrow(
      `version 3 of ${one.id} was announced, and version 2 was fetched`,
    );
  });

  it("hears of it when a resource cannot be fetched", async () => {
    const following = {
      ...aWorld([]).following,
      source: async () => [instanceNotice(v3)] as never,
      fetch: () => Promise.reject(new Error("503")),
    };
    const all = async () => {
      for await (const _ of follow(following));
    };
    await expect(all()).rejects.toMatchObject({ message: expect.stringContaining(one.id), cause: { message: "503" } });
  });

  it("gives up a source that only ends, and says why", async () => {
    const queue = inbox<Said>();
    queue.end(new Error("no queue"));
    const broken = { ...aWorld([]).following, source: async () => queue };
    let cutOffs = 0;
    const all = async () => {
      for await (const { kind } of follow(broken)) if (kind === "cut-off") cutOffs += 1;
    };
    await expect(all()).rejects.toMatchObject({ cause: { message: "no queue" } });
    expect(cutOffs).toBe(CUT_OFFS_MAX);
  });

  it("remembers a bounded number of those that are over", async () => {
    const dead = (n: number) => instanceNotice(inState("gone", { id: instanceNo(n) }));
    const many = Array.from({ length: OVER_KEPT_MAX + 1 }, (_, n) => dead(n + 1));
    const { told } = await heard([], [...many, dead(2), dead(1)]);
    expect(told).toHaveLength(OVER_KEPT_MAX + 2);
  });
});

describe("always", () => {
  const n = fc.nat(4);
  const step = fc.oneof<fc.WeightedArbitrary<Step>[]>(
    {
      weight: 8,
      arbitrary: fc.record({ do: fc.constant("write" as const), n, lost: fc.boolean(), byReference: fc.boolean() }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("end" as const), n, lost: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("deadLetter" as const), n }) },
    {
      weight: 12,
      arbitrary: fc.record({ do: fc.constant("arrive" as const), which: fc.nat(20), again: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.constant({ do: "cut" } as const) },
  );
  const SEED = { seed: 20_260_105, numRuns: 1_000 };

  it("loss, doubling, disorder and being cut off end with the exact state, once it came back", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60, size: "max" }),
        fc.integer({ min: 1, max: 3 }),
        async (steps, pageSize) => {
          const world = aWorld(steps, pageSize);
          expect((await followed(world)).state).toEqual(world.standing());
        },
      ),
      SEED,
    ));

  it("without loss, doubling and disorder alone end with the exact state", () =>
    fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60, size: "max" }), async (steps) => {
        const kept = steps
          .filter(({ do: what }) => what !== "cut" && what !== "deadLetter")
          .map((each) => ({ ...each, lost: false }));
        const rest = Array.from({ length: 60 }, () => ({ do: "arrive", which: 3, again: false }) as const);
        const world = aWorld([...kept, ...rest]);
        const state = new Map<string, InstanceDetails>();
        for await (const update of follow(world.following)) {
          if (update.kind === "is") state.set(update.resource.id, update.resource);
          if (update.kind === "over") state.delete(update.id);
          if (update.kind === "cut-off") break;
        }
        expect(state).toEqual(world.standing());
      }),
      SEED,
    ));
});
