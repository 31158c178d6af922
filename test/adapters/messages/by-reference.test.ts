import { describe, expect, test } from "vitest";
import { withinLimit } from "../../../adapters/messages/by-reference.ts";
import { letter, letterBytes } from "../../../adapters/messages/letter.ts";
import { noticeText } from "../../../adapters/messages/notice-text.ts";
import { MESSAGE_BYTES_MAX } from "../../../core/model/limits.ts";
import { claimNotice, instanceNotice, poolNotice, templateNotice } from "../../../core/notices/notice-of.ts";
import { sweepNotice } from "../../../core/notices/sweep-notice.ts";
import { newSweep } from "../../../core/reconcile/shards.ts";
import { read } from "../../../events/contract.ts";
import { attributesOf } from "../../../events/notices/attributes.ts";
import { changeByReference } from "../../../events/notices/change-by-reference.v1.ts";
import type { Notice } from "../../../events/notices/notice.ts";
import type { Said } from "../../../events/subscribers/resources.ts";
import { aClaim, anInstance, aPool, aTemplate, EPOCH, instanceNo, POOL, REGION } from "../../builders.ts";

const sweep = sweepNotice(newSweep(REGION, [`${REGION}a`], EPOCH));
if (!sweep) throw new Error("a sweep that begins is news");

/** What goes out where a message has room for a reference, and for nothing more. */
const referred = (notice: Notice): Said =>
  withinLimit(notice, { write: (said) => said, bytesOf: (said) => (said === notice ? 2 : 1), bytesMax: 1 });

describe("what is too large for a message", () => {
  test.each([
    {
      notice: instanceNotice(anInstance()),
      resource: { id: instanceNo(1), version: 1, pool: POOL, state: "warm" },
      href: `/instances/${instanceNo(1)}`,
    },
    {
      notice: claimNotice(aClaim()),
      resource: { id: aClaim().id, version: 1, pool: POOL, state: "pending" },
      href: `/claims/${aClaim().id}`,
    },
    { notice: poolNotice(aPool()), resource: { id: POOL, version: 1 }, href: `/pools/${POOL}` },
    {
      notice: sweep,
      resource: { id: sweep.resource.id, version: sweep.resource.version },
      href: `/regions/${REGION}/sweeps`,
    },
    { notice: templateNotice(aTemplate()), resource: { id: "windows-2022-build", version: 3 }, href: "/templates" },
  ])("says of a notice of kind $notice.kind where the rest is: $href", ({ notice, resource, href }) => {
    const { resource: _, ...change } = notice;
    expect(referred(notice)).toEqual({ ...change, resource, href, bytes: 2, leftOut: ["resource"] });
    expect(read(changeByReference, noticeText(referred(notice))).kind).toBe("heard");
  });

  test("is filtered as if it were whole", () => {
    const large = instanceNotice(anInstance({ tags: { story: "x".repeat(MESSAGE_BYTES_MAX) } }));
    expect(letter(large).attributes).toEqual(attributesOf(large));
    expect(letterBytes(letter(large))).toBeLessThan(2_000);
  });

  test("goes without its reasons, should those be what is too large", () => {
    const reasons = [{ code: "ec2-said", detail: { state: "x".repeat(MESSAGE_BYTES_MAX) } }] as const;
    const large = instanceNotice(anInstance({ last: { ...anInstance().last, reasons } }));
    const { text } = letter(large);
    expect(JSON.parse(text).detail).toMatchObject({
      noticeId: large.noticeId,
      transition: "ec2:stopped",
      reasons: [],
      leftOut: ["resource", "reasons"],
    });
  });

  test("is nothing that fits to the byte", () => {
    const notice = instanceNotice(anInstance());
    const of = (bytes: number) =>
      withinLimit<Said>(notice, { write: (said) => said, bytesOf: () => bytes, bytesMax: 10 });
    expect(of(10)).toBe(notice);
    expect(of(11)).not.toBe(notice);
  });
});
