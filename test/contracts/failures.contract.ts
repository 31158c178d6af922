import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FAILURE_BYTES_MAX, FAILURE_TEXT_MAX } from "../../core/model/limits.ts";
import type { Failure, Failures } from "../../core/ports/failures.ts";
import { read } from "../../events/contract.ts";
import { type RecordFailed, recordFailed } from "../../events/failures/record-failed.v1.ts";
import { EPOCH } from "../builders.ts";

/** A failure as it lies at its destination. */
export interface Kept {
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The port over something that keeps failures, and what a test can see of it. */
export interface Destination {
  readonly failures: Failures;
  /** All that lies there, oldest first. */
  kept(): Promise<readonly Kept[]>;
  close(): Promise<void>;
}

const KEYS = { pk: { S: "POOL#win-build" }, sk: { S: "INSTANCE#i-00000000000000001" } };
const image = (story: string) => ({ ...KEYS, doc: { M: { story: { S: story } } } });
const aFailure = (changes: Partial<Failure> = {}): Failure => ({
  function: "notify",
  sequence: "4421584500000000017450439091",
  at: EPOCH,
  error: { code: "Unreadable", message: "Unsupported type passed: Q" },
  record: {
    eventID: "7de3041dd709b024af6f29e4fa13d34c",
    eventName: "MODIFY",
    dynamodb: {
      Keys: KEYS,
      SequenceNumber: "4421584500000000017450439091",
      NewImage: image("new"),
      OldImage: image("old"),
    },
  },
  ...changes,
});
const withImages = (before: string, after: string): Failure => {
  const { record, ...rest } = aFailure();
  const { dynamodb, ...envelope } = record as { dynamodb: object };
  return {
    ...rest,
    record: { ...envelope, dynamodb: { ...dynamodb, OldImage: image(before), NewImage: image(after) } },
  };
};

/** What every adapter of the failure destination promises. */
export function failuresContract(name: string, open: () => Promise<Destination>): void {
  describe(`failures over ${name}`, () => {
    let destination: Destination;
    beforeEach(async () => {
      destination = await open();
    });
    afterEach(() => destination.close());

    const details = async (): Promise<readonly RecordFailed[]> =>
      (await destination.kept()).map(({ text }) => {
        const reading = read(recordFailed, text);
        if (reading.kind !== "heard") throw new Error(`${reading.kind}: ${text}`);
        return reading.event.detail;
      });
    const keptOf = async (failure: Failure): Promise<RecordFailed> => {
      await destination.failures.keep([failure]);
      const [first] = await details();
      if (!first) throw new Error("nothing was kept");
      return first;
    };

    test("are kept as they came: the record, its place, the error, when, and by whom", async () => {
      const { at, ...failure } = aFailure();
      expect(await keptOf(aFailure())).toEqual({
        version: 1,
        ...failure,
        at: new Date(at).toISOString(),
        leftOut: [],
      });
    });

    test("say what they are without being read", async () => {
      await destination.failures.keep([aFailure()]);
      expect((await destination.kept())[0]?.attributes).toEqual({
        FUNCTION: "notify",
        ERROR_CODE: "Unreadable",
        ERROR_MESSAGE: "Unsupported type passed: Q",
      });
    });

    test("of one place have one id, and of another another", async () => {
      await destination.failures.keep([aFailure(), aFailure({ sequence: "2" }), aFailure({ at: EPOCH + 1 })]);
      const [first, second, third] = (await destination.kept()).map(({ text }) => JSON.parse(text).id);
      expect(third).toBe(first);
      expect(second).not.toBe(first);
    });

    test("are all kept, however many there are", async () => {
      const failures = Array.from({ length: 23 }, (_, n) => aFailure({ sequence: String(n) }));
      await destination.failures.keep(failures);
      expect((await details()).map(({ sequence }) => sequence).toSorted()).toEqual(
        failures.map(({ sequence }) => sequence).toSorted(),
      );
    });

    test("may be none", async () => {
      await destination.failures.keep([]);
      expect(await destination.kept()).toEqual([]);
    });

    test("keep characters that no queue takes, and an error that says nothing", async () => {
      const record = { odd: "\u0000\u000b\uFFFE\uFFFF\uD800 ü 😀" };
      const error = { code: "", message: "\u0007\uFFFF" };
      expect(await keptOf(aFailure({ record, error }))).toMatchObject({ record, error });
    });

    test("of a record that is no object keep it all the same", async () => {
      expect(await keptOf(aFailure({ record: null }))).toMatchObject({ record: null, leftOut: [] });
    });

    test("cut what an error says, so that it always fits", async () => {
      const error = { code: "C".repeat(5_000), message: "m".repeat(5_000_000) };
      const kept = await keptOf(aFailure({ error }));
      expect(kept.error.message).toHaveLength(FAILURE_TEXT_MAX);
      expect(kept.leftOut).toEqual([]);
    });

    test.each([
      { what: "both images fit", before: 0.45, after: 0.45, leftOut: [] },
      { what: "the image before does not", before: 0.9, after: 0.4, leftOut: ["OldImage"] },
      { what: "neither image does", before: 0.9, after: 1.1, leftOut: ["OldImage", "NewImage"] },
    ])("say what was left out when $what", async ({ before, after, leftOut }) => {
      const story = (share: number): string => "x".repeat(share * FAILURE_BYTES_MAX);
      const kept = await keptOf(withImages(story(before), story(after)));
      expect(kept.leftOut).toEqual(leftOut);
      expect(kept.record).toMatchObject({ eventName: "MODIFY", dynamodb: { Keys: KEYS } });
      const { dynamodb } = kept.record as { dynamodb: object };
      expect("OldImage" in dynamodb).toBe(!(leftOut as string[]).includes("OldImage"));
      expect("NewImage" in dynamodb).toBe(!(leftOut as string[]).includes("NewImage"));
    });

    test("of what is too large in itself keep its place and its error", async () => {
      const kept = await keptOf(aFailure({ record: { all: "ü".repeat(FAILURE_BYTES_MAX / 2) } }));
      expect(kept).toMatchObject({ sequence: aFailure().sequence, record: null, leftOut: ["record"] });
    });
  });
}
