import { describe, expect, test } from "vitest";
import { type Carrier, type Failed, sendAll } from "../../../../adapters/aws/messages/batches.ts";
import { MESSAGE_BYTES_MAX, SEND_TRIES_MAX } from "../../../../core/model/limits.ts";
import { counting } from "../counting.ts";

/** A service that takes entries of a size each, and fails what a test tells it to, call by call. */
function carrier(...failures: readonly Failed[][]) {
  const batches: number[][] = [];
  const over: Carrier<number> = {
    service: "sqs",
    bytesOf: (entry) => entry,
    async send(batch) {
      batches.push([...batch]);
      return failures[batches.length - 1] ?? [];
    },
  };
  return { over, batches };
}

const failed = (place: number, code = "InternalError"): Failed => ({ place, code, message: "made up" });
const SIZES = (count: number, bytes = 1): number[] => Array.from({ length: count }, () => bytes);

describe("batches", () => {
  test.each([
    { what: "nothing", entries: [], lengths: [] },
    { what: "one", entries: SIZES(1), lengths: [1] },
    { what: "ten", entries: SIZES(10), lengths: [10] },
    { what: "eleven", entries: SIZES(11), lengths: [10, 1] },
    { what: "what just fits", entries: SIZES(4, MESSAGE_BYTES_MAX / 4), lengths: [4] },
    { what: "what just does not fit", entries: [...SIZES(4, MESSAGE_BYTES_MAX / 4), 1], lengths: [4, 1] },
    { what: "one that takes all the room", entries: [1, MESSAGE_BYTES_MAX, 1], lengths: [1, 1, 1] },
  ])("of $what have $lengths entries", async ({ entries, lengths }) => {
    const { over, batches } = carrier();
    await sendAll(over, entries, counting());
    expect(batches.map((batch) => batch.length)).toEqual(lengths);
    expect(batches.flat()).toEqual(entries);
  });

  test("with an entry that no call can take are not sent at all", async () => {
    const { over, batches } = carrier();
    const sent = sendAll(over, [1, MESSAGE_BYTES_MAX + 1], counting());
    await expect(sent).rejects.toMatchObject({ fate: "never", code: "MessageTooLong" });
    expect(batches).toEqual([]);
  });
});

describe("a batch that fails in part", () => {
  test("is sent again only in that part", async () => {
    const { over, batches } = carrier([failed(1), failed(3)], [failed(1)]);
    await sendAll(over, [1, 2, 3, 4], counting());
    expect(batches).toEqual([[1, 2, 3, 4], [2, 4], [4]]);
  });

  test("is given back to its queue after the last try", async () => {
    const { over, batches } = carrier(...Array.from({ length: SEND_TRIES_MAX }, () => [failed(0)]));
    await expect(sendAll(over, [1], counting())).rejects.toMatchObject({ fate: "again", code: "InternalError" });
    expect(batches).toHaveLength(SEND_TRIES_MAX);
  });

  test.each([
    { code: "RequestThrottled", fate: "again-after" },
    { code: "InvalidMessageContents", fate: "never" },
  ])("for $code is not tried again at once", async ({ code, fate }) => {
    const { over, batches } = carrier([failed(0), failed(1, code)]);
    await expect(sendAll(over, [1, 2], counting())).rejects.toMatchObject({ fate, code });
    expect(batches).toHaveLength(1);
  });

  test("for a code that no table lists is tried again, and counted", async () => {
    const { over, batches } = carrier([failed(0, "BrandNewTrouble")]);
    const counters = counting();
    await sendAll(over, [1], counters);
    expect(batches).toHaveLength(2);
    expect(counters.counted).toEqual(['aws-error-unlisted {"service":"sqs","code":"BrandNewTrouble"}']);
  });

  test("leaves the batches after it unsent when it is given up", async () => {
    const { over, batches } = carrier([failed(0, "RequestThrottled")]);
    await expect(sendAll(over, SIZES(11), counting())).rejects.toMatchObject({ fate: "again-after" });
    expect(batches).toHaveLength(1);
  });
});
