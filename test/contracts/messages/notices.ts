import { describe, expect, test } from "vitest";
import { MESSAGE_BYTES_MAX } from "../../../core/model/limits.ts";
import { claimNotice, instanceNotice } from "../../../core/notices/notice-of.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import { type Contract, type Heard, read } from "../../../events/contract.ts";
import { changeByReference } from "../../../events/notices/change-by-reference.v1.ts";
import { claimChanged } from "../../../events/notices/claim-changed.v1.ts";
import { instanceChanged } from "../../../events/notices/instance-changed.v1.ts";
import { aClaim, anInstance, EPOCH, instanceNo, POOL } from "../../builders.ts";

/** A publisher, and what its subscribers get. */
export interface Publishing extends Pick<Ports, "publisher"> {
  /** Subscribes to notices whose attributes have one of the values, for each attribute named. Answers what came, oldest first. */
  subscribe(filter: Readonly<Record<string, readonly string[]>>): Promise<() => Promise<readonly string[]>>;
}

/** A message that keeps its contract. */
export const heard = <Detail>(contract: Contract<Detail>, text: string): Heard<Detail> => {
  const reading = read(contract, text);
  if (reading.kind !== "heard") throw new Error(`${reading.kind}: ${text}`);
  return reading.event;
};

/** What every adapter of the publisher promises. */
export function noticesContract(carriage: () => Publishing): void {
  describe("notices", () => {
    const warm = instanceNotice(anInstance());
    const inUse = instanceNotice(anInstance({ id: instanceNo(2), state: "in-use", az: "eu-west-1b", version: 7 }));
    const claim = claimNotice(aClaim());

    test("reach every subscriber as they were given, under their own id", async () => {
      const came = await carriage().subscribe({});
      await carriage().publisher.publish([warm, claim]);
      const [first = "", second = ""] = await came();
      expect(heard(instanceChanged, first)).toMatchObject({ id: warm.noticeId, at: EPOCH, detail: warm });
      expect(heard(claimChanged, second)).toMatchObject({ id: claim.noticeId, detail: claim });
    });

    test.each([
      { filter: { kind: ["instance"] }, ids: [warm.noticeId, inUse.noticeId] },
      { filter: { kind: ["claim"] }, ids: [claim.noticeId] },
      { filter: { pool: [POOL] }, ids: [warm.noticeId, inUse.noticeId, claim.noticeId] },
      { filter: { pool: ["linux-ci"] }, ids: [] },
      { filter: { state: ["warm", "quarantined"] }, ids: [warm.noticeId] },
      { filter: { az: ["eu-west-1b"] }, ids: [inUse.noticeId] },
      { filter: { type: ["m6i.xlarge"], state: ["in-use"] }, ids: [inUse.noticeId] },
      { filter: { type: ["m5.xlarge"] }, ids: [] },
      { filter: { image: [anInstance().imageId] }, ids: [warm.noticeId, inUse.noticeId] },
    ])("pass $filter only where they match", async ({ filter, ids }) => {
      const came = await carriage().subscribe(filter);
      await carriage().publisher.publish([warm, inUse, claim]);
      expect((await came()).map((text) => JSON.parse(text).id)).toEqual(ids);
    });

    test("reach who wants them, and at the same time do not reach who wants others", async () => {
      const [wanting, other] = [
        await carriage().subscribe({ pool: [POOL] }),
        await carriage().subscribe({ pool: ["x"] }),
      ];
      expect(await carriage().publisher.publish([warm])).toEqual([]);
      expect(await wanting()).toHaveLength(1);
      expect(await other()).toEqual([]);
    });

    test("come whatever is written in them, and whatever is empty", async () => {
      const odd = "\u0000\uFFFE\uFFFF\uD800 ü 😀";
      const [came, passed] = [await carriage().subscribe({}), await carriage().subscribe({ image: [""] })];
      const notice = instanceNotice(anInstance({ imageId: "", tags: { odd } }));
      expect(await carriage().publisher.publish([notice])).toEqual([]);
      const [text = ""] = await came();
      expect(heard(instanceChanged, text).detail).toEqual(notice);
      expect(text).not.toMatch(/[\uFFFE\uFFFF]/);
      expect(await passed()).toEqual([]);
    });

    test("that are too large for a message come by reference, to whoever would have got them whole", async () => {
      const large = instanceNotice(anInstance({ tags: { story: "x".repeat(MESSAGE_BYTES_MAX) } }));
      const [wanting, other] = [
        await carriage().subscribe({ state: ["warm"], image: [anInstance().imageId] }),
        await carriage().subscribe({ state: ["in-use"] }),
      ];
      expect(await carriage().publisher.publish([large, inUse])).toEqual([]);
      const [text = "", ...rest] = await wanting();
      const { id, detail } = heard(changeByReference, text);
      expect(id).toBe(large.noticeId);
      expect(detail).toMatchObject({
        noticeId: large.noticeId,
        href: `/instances/${instanceNo(1)}`,
        leftOut: ["resource"],
      });
      expect(rest).toEqual([]);
      expect((await other()).map((each) => JSON.parse(each).id)).toEqual([inUse.noticeId]);
    });

    test("all come, however many there are", async () => {
      const came = await carriage().subscribe({});
      const notices = Array.from({ length: 12 }, (_, n) => instanceNotice(anInstance({ version: n + 1 })));
      await carriage().publisher.publish(notices);
      expect((await came()).map((text) => JSON.parse(text).id)).toEqual(notices.map(({ noticeId }) => noticeId));
    });
  });
}
