import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { claimNotice, instanceNotice } from "../../core/notices/notice-of.ts";
import type { Publisher } from "../../core/ports/messages.ts";
import { claimChanged } from "../../events/notices/claim-changed.v1.ts";
import { instanceChanged } from "../../events/notices/instance-changed.v1.ts";
import { aClaim, anInstance, EPOCH, instanceNo } from "../builders.ts";
import { heard } from "./messages/notices.ts";

/** The publisher over a bus, and what a test can do to the bus. */
export interface BusSubject {
  readonly publisher: Publisher;
  /** Makes a rule whose target is a queue of its own; answers what came there since, in no order. */
  rule(pattern: object, state?: "ENABLED" | "DISABLED"): Promise<() => Promise<readonly string[]>>;
  close(): Promise<void>;
}

/** What the bus does with what the publisher puts on it. */
export function busContract(name: string, open: () => Promise<BusSubject>): void {
  describe(`notices on ${name}`, () => {
    let bus: BusSubject;
    beforeEach(async () => {
      bus = await open();
    });
    afterEach(() => bus.close());

    const warm = instanceNotice(anInstance());
    const inUse = instanceNotice(anInstance({ id: instanceNo(2), state: "in-use", version: 7 }));
    const claim = claimNotice(aClaim());
    const idsOf = (texts: readonly string[]) =>
      texts.map((text) => (JSON.parse(text) as { detail: { noticeId: string } }).detail.noticeId).sort();

    test("come to the queue of every rule that wants them, and keep their contract", async () => {
      const came = [await bus.rule({ source: ["greenroom"] }), await bus.rule({ source: ["greenroom"] })];
      const other = await bus.rule({ source: ["aws.ec2"] });
      expect(await bus.publisher.publish([warm])).toEqual([]);
      for (const queue of came) {
        const [text = "", ...more] = await queue();
        expect(heard(instanceChanged, text).detail).toEqual(warm);
        expect(more).toEqual([]);
      }
      expect(await other()).toEqual([]);
    });

    test("are put into the bus's own envelope", async () => {
      const came = await bus.rule({ source: ["greenroom"] });
      await bus.publisher.publish([claim]);
      const [text = ""] = await came();
      expect(JSON.parse(text)).toEqual({
        version: "0",
        id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        "detail-type": claimChanged.detailType,
        source: "greenroom",
        account: expect.stringMatching(/^\d{12}$/),
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        region: expect.stringMatching(/^\w+-\w+-\d$/),
        resources: [],
        detail: claim,
      });
    });

    test("are dated when the change was", async () => {
      const came = await bus.rule({ source: ["greenroom"] });
      await bus.publisher.publish([warm]);
      const [text = ""] = await came();
      expect(heard(instanceChanged, text).at).toBe(EPOCH);
    });

    test.each<[wanted: string, pattern: object, ids: readonly string[]]>([
      ["a detail type", { "detail-type": [instanceChanged.detailType] }, [warm.noticeId, inUse.noticeId]],
      [
        "any other detail type",
        { "detail-type": [{ "anything-but": [instanceChanged.detailType] }] },
        [claim.noticeId],
      ],
      ["what is in the detail", { detail: { kind: ["instance"], resource: { state: ["warm"] } } }, [warm.noticeId]],
      [
        "what begins so",
        { detail: { resource: { pool: [{ prefix: "win-" }] } } },
        [warm, inUse, claim].map((each) => each.noticeId),
      ],
      ["what is not there", { detail: { resource: { pool: [{ prefix: "linux-" }] } } }, []],
      [
        "either",
        { $or: [{ detail: { kind: ["claim"] } }, { detail: { resource: { state: ["in-use"] } } }] },
        [claim.noticeId, inUse.noticeId],
      ],
      ["what is replayed", { source: ["greenroom"], "replay-name": [{ exists: true }] }, []],
      ["what is new", { "replay-name": [{ exists: false }], detail: { kind: ["claim"] } }, [claim.noticeId]],
    ])("come by a rule for %s only where it wants them", async (_, pattern, ids) => {
      const came = await bus.rule(pattern);
      expect(await bus.publisher.publish([warm, inUse, claim])).toEqual([]);
      expect(idsOf(await came())).toEqual(ids.toSorted());
    });

    test("do not come by a rule that is disabled", async () => {
      const [came, off] = [
        await bus.rule({ source: ["greenroom"] }),
        await bus.rule({ source: ["greenroom"] }, "DISABLED"),
      ];
      await bus.publisher.publish([warm]);
      expect(await came()).toHaveLength(1);
      expect(await off()).toEqual([]);
    });

    test("all come, whatever is written in them and however many there are", async () => {
      const came = await bus.rule({ source: ["greenroom"] });
      const tags = { odd: "\uFFFE\uFFFF ü 😀 <&\"'>\\\n" };
      const notices = Array.from({ length: 23 }, (_, n) => instanceNotice(anInstance({ version: n + 1, tags })));
      expect(await bus.publisher.publish(notices)).toEqual([]);
      const texts = await came();
      expect(idsOf(texts)).toEqual(notices.map(({ noticeId }) => noticeId).sort());
      expect(heard(instanceChanged, texts[0] ?? "").detail).toMatchObject({ resource: { tags } });
    });
  });
}
