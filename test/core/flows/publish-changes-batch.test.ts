import { describe, expect, it } from "vitest";
import { type Arrived, type Published, publishChanges } from "../../../core/flows/publish-changes.ts";
import { idleOf } from "../../../core/model/tally.ts";
import { PortError } from "../../../core/ports/errors.ts";
import type { Written } from "../../../core/ports/store.ts";
import { anInstance, EPOCH, inState, instanceNo, next, POOL } from "../../builders.ts";
import { arrivals, unreadable } from "./arrivals.ts";
import { type Stage, stage } from "./stage.ts";

const write = (nth: number, version = 1): Written => ({
  kind: "instance",
  after: anInstance({ id: instanceNo(nth), version }),
});
const noticeIds = ({ published }: Stage) => published.map((text) => JSON.parse(text).id);
const failures = ({ failed }: Stage) => failed.map((text) => JSON.parse(text).detail);
const never = new PortError("terminal", "InvalidParameter", "no");
const away = new PortError("retryable", "InternalError", "away");

/** Tells with a publisher that fails some notices, by their ids. */
async function toldBy(
  on: Stage,
  records: readonly Arrived[],
  errors: Readonly<Record<string, PortError>>,
): Promise<Published> {
  const publisher: Stage["ports"]["publisher"] = {
    async publish(notices) {
      await on.ports.publisher.publish(notices.filter(({ noticeId }) => !errors[noticeId]));
      return notices.flatMap(({ noticeId }, index) => (errors[noticeId] ? [{ index, error: errors[noticeId] }] : []));
    },
  };
  return publishChanges({ ...on.ports, publisher }, records);
}

describe("a batch of writes", () => {
  it("is published in one go, and asks once for a plan of each pool", async () => {
    const on = await stage();
    const other: Written = { kind: "instance", after: anInstance({ id: instanceNo(3), pool: "linux-ci" }) };
    expect(await publishChanges(on.ports, arrivals(write(1), write(2), other))).toEqual({ published: 3, failed: 0 });
    expect(noticeIds(on)).toEqual([`${instanceNo(1)}:1`, `${instanceNo(2)}:1`, `${instanceNo(3)}:1`]);
    expect(on.calls).toEqual(["planRequests.request", "planRequests.request", "publisher.publish"]);
  });

  it("with nothing that anybody is notified of calls nobody but the publisher, with nothing", async () => {
    const on = await stage();
    const nothing: Arrived = { read: () => undefined, sequence: "1", record: {} };
    expect(await publishChanges(on.ports, [nothing])).toEqual({ published: 0, failed: 0 });
    expect(on.queued).toEqual([]);
  });

  it("may be empty", async () => {
    expect(await publishChanges((await stage()).ports, [])).toEqual({ published: 0, failed: 0 });
  });
});

describe("a record that cannot be published now", () => {
  it.each(["timers.arm", "planRequests.request", "histories.keep"])(
    "because of %s stops the batch there; what came before it is published",
    async (call) => {
      const on = await stage();
      const closed = { id: instanceNo(1), nth: 0, transitions: [anInstance().last] } as never;
      const before = inState("launching", { id: instanceNo(2) });
      const stuck: Written = { kind: "instance", before, after: next(before, { signals: {} }) };
      const effects: Written = { kind: "instance", after: inState("launching"), closed };
      on.before(call, () => Promise.reject(new Error(call)));
      const { stopped, ...published } = await publishChanges(on.ports, arrivals(stuck, effects, write(3)));
      expect(published).toEqual({ published: 1, failed: 0 });
      expect(stopped).toMatchObject({ index: 1, error: { message: call } });
      expect(noticeIds(on)).toEqual([`${instanceNo(2)}:2`]);
    },
  );

  it("is not booked, nor what comes after it: they are published again", async () => {
    const on = await stage();
    const leaves = (nth: number): Written => ({
      kind: "instance",
      before: inState("warm", { id: instanceNo(nth) }),
      after: inState("retiring", { id: instanceNo(nth), since: EPOCH + nth, version: 1 }),
    });
    const batch = arrivals(leaves(1), leaves(2), leaves(4), leaves(8));
    await toldBy(on, batch, { [`${instanceNo(2)}:1`]: never, [`${instanceNo(8)}:1`]: away });
    expect(await on.ports.tallies.latest(idleOf(POOL), 9)).toMatchObject([{ amounts: { "09 ms": 1 + 4 } }]);
  });

  it("because it was not published is where the stream resumes, whatever else went out", async () => {
    const on = await stage();
    const published = await toldBy(on, arrivals(write(1), write(2), write(3)), { [`${instanceNo(2)}:1`]: away });
    expect(published).toEqual({ published: 2, failed: 0, stopped: { index: 1, error: away } });
    expect(on.failed).toEqual([]);
  });

  it("makes all come back when nothing is known of the publishing", async () => {
    const on = await stage();
    on.before("publisher.publish", () => Promise.reject(new Error("cut")));
    const { stopped } = await publishChanges(on.ports, [...arrivals(write(1), write(2))]);
    expect(stopped).toMatchObject({ index: 0, error: { fate: "retryable" } });
  });

  it("is counted from the first record, those that publish nothing included", async () => {
    const on = await stage();
    const nothing: Arrived = { read: () => undefined, sequence: "1", record: {} };
    const published = await toldBy(on, [nothing, ...arrivals(write(1), write(2))], { [`${instanceNo(2)}:1`]: away });
    expect(published.stopped?.index).toBe(2);
  });
});

describe("a record that can never be published", () => {
  it("because nobody can read it is kept as it came, and the rest proceeds", async () => {
    const on = await stage();
    const poison = unreadable("s-7");
    expect(await publishChanges(on.ports, [poison, ...arrivals(write(1))])).toEqual({ published: 1, failed: 1 });
    expect(noticeIds(on)).toEqual([`${instanceNo(1)}:1`]);
    expect(failures(on)).toEqual([
      {
        version: 1,
        function: "notify",
        sequence: "s-7",
        at: new Date(EPOCH).toISOString(),
        error: { code: "Unreadable", message: expect.stringContaining("Unsupported type") },
        record: poison.record,
        leftOut: [],
      },
    ]);
  });

  it.each([
    ["is no record of ours", {}],
    ["has no transition", { ...anInstance(), last: undefined }],
    ["has a state that nobody knows", { ...anInstance(), state: "sleeping" }],
    ["has no version", { ...anInstance(), version: undefined }],
  ])("because what was written %s is kept, and nothing is said of it", async (_, after) => {
    const on = await stage();
    const published = await publishChanges(on.ports, arrivals({ kind: "instance", after } as unknown as Written));
    expect(published).toEqual({ published: 0, failed: 1 });
    expect(on.published).toEqual([]);
    expect(on.queued).toEqual([]);
  });

  it("says which field breaks the contract", async () => {
    const on = await stage();
    const after = { ...anInstance(), version: "one" } as never;
    await publishChanges(on.ports, arrivals({ kind: "instance", after }));
    const { error } = failures(on)[0];
    expect(error).toEqual({ code: "BrokenContract", message: expect.stringMatching(/resource\.version: /) });
  });

  it("because the topic refuses it for good is kept; later versions of its resource proceed, with a gap", async () => {
    const on = await stage();
    const published = await toldBy(on, arrivals(write(1, 1), write(1, 2)), { [`${instanceNo(1)}:1`]: never });
    expect(published).toEqual({ published: 1, failed: 1 });
    expect(noticeIds(on)).toEqual([`${instanceNo(1)}:2`]);
    expect(failures(on)).toMatchObject([{ sequence: "s-0", error: { code: "InvalidParameter" } }]);
  });

  it("because its deadline is refused for good is kept, and is not published", async () => {
    const on = await stage();
    on.before("timers.arm", () => Promise.reject(never));
    const records = arrivals({ kind: "instance", after: inState("launching") }, write(2));
    expect(await publishChanges(on.ports, records)).toEqual({ published: 1, failed: 1 });
    expect(noticeIds(on)).toEqual([`${instanceNo(2)}:1`]);
  });

  it("stays in the stream when it cannot be kept", async () => {
    const on = await stage();
    on.before("failures.keep", () => Promise.reject(away));
    const records = [...arrivals(write(1)), unreadable("s-7"), ...arrivals(write(2))];
    expect(await publishChanges(on.ports, records)).toEqual({
      published: 2,
      failed: 0,
      stopped: { index: 1, error: away },
    });
  });

  it("is kept although an earlier one waits", async () => {
    const on = await stage();
    const published = await toldBy(on, [...arrivals(write(1)), unreadable("s-7")], { [`${instanceNo(1)}:1`]: away });
    expect(published).toEqual({ published: 0, failed: 1, stopped: { index: 0, error: away } });
  });
});

describe("a record that is published and cannot be booked", () => {
  const { terms: _, ...withoutTerms } = inState("warm", { id: instanceNo(2) });
  const leaves = (nth: number, before: object = inState("warm", { id: instanceNo(nth) })): Written =>
    ({
      kind: "instance",
      before,
      after: inState("retiring", { id: instanceNo(nth), since: EPOCH + nth, version: 1 }),
    }) as Written;
  const batch = () => arrivals(leaves(1), leaves(2, withoutTerms), leaves(4));

  it("is kept for an engineer; all of the batch is published once, and the others are booked", async () => {
    const on = await stage();
    expect(await publishChanges(on.ports, batch())).toEqual({ published: 3, failed: 1 });
    expect(noticeIds(on)).toEqual([1, 2, 4].map((nth) => `${instanceNo(nth)}:1`));
    expect(failures(on)).toMatchObject([{ sequence: "s-1", error: { code: "Unbookable" } }]);
    expect(await on.ports.tallies.latest(idleOf(POOL), 9)).toMatchObject([{ amounts: { "09 ms": 1 + 4 } }]);
  });

  it("is one failure, also where its notice is refused for good", async () => {
    const on = await stage();
    const published = await toldBy(on, batch(), { [`${instanceNo(2)}:1`]: never });
    expect(published).toEqual({ published: 2, failed: 1 });
    expect(failures(on)).toHaveLength(1);
  });

  it("comes again where its notice can be published later", async () => {
    const on = await stage();
    const { stopped } = await toldBy(on, batch(), { [`${instanceNo(2)}:1`]: away });
    expect(stopped).toEqual({ index: 1, error: away });
  });
});
