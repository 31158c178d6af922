import { describe, expect, it } from "vitest";
import { publishChanges } from "../../../core/flows/publish-changes.ts";
import type { Instance } from "../../../core/model/instance.ts";
import type { Written } from "../../../core/ports/store.ts";
import { newSweep } from "../../../core/reconcile/shards.ts";
import { aClaim, aLease, aPool, aTemplate, EPOCH, inState, instanceNo, next, REGION } from "../../builders.ts";
import { arrivals } from "./arrivals.ts";
import { type Stage, stage } from "./stage.ts";

const published = async (written: Written): Promise<Stage> => {
  const on = await stage();
  expect(await publishChanges(on.ports, arrivals(written))).toEqual({ published: 1, failed: 0 });
  return on;
};
const changed = (before: Instance, changes: Partial<Instance>): Written => ({
  kind: "instance",
  before,
  after: next(before, changes),
});
const queues = ({ queued }: Stage) => queued.map(({ queue }) => queue);
const noticeIds = ({ published }: Stage) => published.map((text) => JSON.parse(text).detail.noticeId);
const newEntry = { state: "parking", entry: 4, wakeAt: EPOCH + 60_000 } as const;

describe("a write of an instance", () => {
  it("that is new arms its deadline, asks for a plan and is published", async () => {
    const on = await published({ kind: "instance", after: inState("launching") });
    expect(queues(on)).toEqual(["timers", "plans"]);
    expect(noticeIds(on)).toEqual([`${instanceNo(1)}:1`]);
  });

  it("that closes a chapter of its history keeps it", async () => {
    const closed = { instance: instanceNo(1), until: 2, transitions: [next(inState("warm")).last] } as const;
    const on = await published({ kind: "instance", before: inState("warm"), after: next(inState("warm")), closed });
    expect(await on.ports.histories.at(instanceNo(1), closed.transitions[0].at)).toEqual(closed);
  });

  it("that enters a state arms that entry's deadline", async () => {
    const on = await published(changed(inState("preparing"), newEntry));
    const timer = { instance: instanceNo(1), entry: 4, askedAgain: 0, wakeAt: "2026-01-05T09:01:00.000Z" };
    expect(on.queued.filter(({ queue }) => queue === "timers").map(({ text }) => JSON.parse(text).detail)).toEqual([
      { version: 1, ...timer },
    ]);
  });

  it("that enters a state whose deadline is at the same moment as the last one's arms it all the same", async () => {
    const { wakeAt } = inState("preparing");
    if (wakeAt === undefined) throw new Error("a preparation has a deadline");
    expect(queues(await published(changed(inState("preparing"), { ...newEntry, wakeAt })))).toContain("timers");
  });

  it("that asked again arms the next deadline, and asks for no plan", async () => {
    const on = await published(changed(inState("parking"), { askedAgain: 1, wakeAt: EPOCH + 60_000 }));
    expect(queues(on)).toEqual(["timers"]);
  });

  it("that enters a state without a deadline arms none", async () => {
    const { wakeAt: _, ...after } = next(inState("parking"), { state: "warm", entry: 4 });
    expect(queues(await published({ kind: "instance", before: inState("parking"), after }))).toEqual(["plans"]);
  });

  it("that only learns something is published, and nothing else", async () => {
    const on = await published(changed(inState("preparing"), { signals: {} }));
    expect(queues(on)).toEqual([]);
    expect(noticeIds(on)).toEqual([`${instanceNo(1)}:2`]);
  });

  it.each<[string, Instance, Partial<Instance>]>([
    ["reserves it", inState("preparing"), { lease: aLease(), leaseEpoch: 1 }],
    [
      "leases it to another",
      inState("preparing", { lease: aLease(), leaseEpoch: 1 }),
      { lease: aLease({ epoch: 2 }), leaseEpoch: 2 },
    ],
    ["makes it suspect", inState("warm"), { suspectSince: EPOCH }],
  ])("that %s asks for a plan", async (_, before, changes) => {
    expect(queues(await published(changed(before, changes)))).toEqual(["plans"]);
  });

  it("that frees it, or ends a suspicion, asks for a plan", async () => {
    const { lease: _, ...freed } = inState("preparing", { lease: aLease(), leaseEpoch: 1 });
    expect(
      queues(await published({ kind: "instance", before: { ...freed, lease: aLease() }, after: next(freed) })),
    ).toEqual(["plans"]);
    const suspect = inState("warm", { suspectSince: EPOCH });
    expect(queues(await published({ kind: "instance", before: suspect, after: next(inState("warm")) }))).toEqual([
      "plans",
    ]);
  });

  it("that only fits a lease asks for no plan", async () => {
    const before = inState("handing-over", { lease: aLease({ configured: false }) });
    expect(queues(await published(changed(before, { lease: aLease({ configured: true }) })))).toEqual([]);
  });
});

describe("a write of a claim", () => {
  it("that waits asks for a plan and is published", async () => {
    const on = await published({ kind: "claim", after: aClaim() });
    expect(queues(on)).toEqual(["plans"]);
    expect(noticeIds(on)).toEqual([`${aClaim().id}:1`]);
  });

  it.each(["leased", "delivered", "released", "refused", "lost"] as const)(
    "that is %s is published, and nothing else",
    async (state) => {
      const on = await published({ kind: "claim", before: aClaim(), after: next(aClaim(), { state }) });
      expect(queues(on)).toEqual([]);
      expect(on.published).toHaveLength(1);
    },
  );
});

describe("a write of a template", () => {
  it("is published, and nothing else", async () => {
    const on = await published({ kind: "template", after: aTemplate() });
    expect(queues(on)).toEqual([]);
    expect(noticeIds(on)).toEqual(["template/windows-2022-build:3"]);
  });
});

describe("a write of a sweep", () => {
  const begun = newSweep(REGION, [`${REGION}a`], EPOCH);

  it("that brings it to another stage is published, and nothing else", async () => {
    const on = await published({ kind: "sweep", after: begun });
    expect(queues(on)).toEqual([]);
    expect(noticeIds(on)).toEqual([`sweep/${begun.id}:1`]);
  });

  it("that only notes another page notifies nobody", async () => {
    const on = await stage();
    const answer = await publishChanges(on.ports, arrivals({ kind: "sweep", before: begun, after: next(begun) }));
    expect(answer).toEqual({ published: 0, failed: 0 });
    expect(on.published).toEqual([]);
  });
});

describe("a write of a pool", () => {
  it("asks for a plan of it and is published", async () => {
    const on = await published({ kind: "pool", after: aPool({ id: "other", version: 2 }) });
    expect(on.queued.map(({ text }) => JSON.parse(text).detail)).toEqual([{ version: 1, pool: "other" }]);
    expect(noticeIds(on)).toEqual(["other:2"]);
  });
});
