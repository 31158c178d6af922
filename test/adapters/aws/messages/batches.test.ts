import { SQSServiceException } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { type BatchSender, type Failed, sendAll, sendEach } from "../../../../adapters/aws/messages/batches.ts";
import { MESSAGE_BYTES_MAX, SEND_TRIES_MAX } from "../../../../core/model/limits.ts";
import { counting } from "../counting.ts";

type Answer = readonly Failed[] | Error;

/** A service that takes entries of a size each, and fails what a test sets it to, call by call. */
function carrier(...answers: readonly Answer[]) {
  const batches: number[][] = [];
  const over: BatchSender<number> = {
    service: "sqs",
    bytesMax: MESSAGE_BYTES_MAX,
    bytesOf: (entry) => entry,
    threadOf: () => undefined,
    async send(batch) {
      batches.push([...batch]);
      const answer = answers[batches.length - 1] ?? [];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return { over, batches };
}

const failed = (index: number, code = "InternalError"): Failed => ({ index, code, message: "made up" });
const refused = (name: string) => new SQSServiceException({ name, message: "no", $fault: "client", $metadata: {} });
const SIZES = (count: number, bytes = 1): number[] => Array.from({ length: count }, () => bytes);
const unsentOf = async (over: BatchSender<number>, entries: readonly number[]) =>
  (await sendEach(over, entries, counting())).map(({ index, error }) => [index, error.fate]);

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

  test("leave out an entry that no call can take, and name it", async () => {
    const { over, batches } = carrier();
    expect(await unsentOf(over, [1, MESSAGE_BYTES_MAX + 1, 2])).toEqual([[1, "terminal"]]);
    expect(batches).toEqual([[1, 2]]);
  });

  test("that must all be sent fail by what could not be", async () => {
    const sent = sendAll(carrier().over, [1, MESSAGE_BYTES_MAX + 1], counting());
    await expect(sent).rejects.toMatchObject({ fate: "terminal", code: "MessageTooLong" });
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
    await expect(sendAll(over, [1], counting())).rejects.toMatchObject({ fate: "retryable", code: "InternalError" });
    expect(batches).toHaveLength(SEND_TRIES_MAX);
  });

  test("because it is throttled is not tried again at once", async () => {
    const { over, batches } = carrier([failed(0), failed(1, "RequestThrottled")]);
    expect(await unsentOf(over, [1, 2])).toEqual([
      [0, "retryable"],
      [1, "retry-after"],
    ]);
    expect(batches).toHaveLength(1);
  });

  test("for good does not keep the others from being sent", async () => {
    const { over, batches } = carrier([failed(0, "InvalidMessageContents"), failed(2)]);
    expect(await unsentOf(over, [1, 2, 3, ...SIZES(10, 4)])).toEqual([[0, "terminal"]]);
    expect(batches).toEqual([[1, 2, 3, ...SIZES(7, 4)], [3], SIZES(3, 4)]);
  });

  test("for a code that no table lists is tried again, and counted", async () => {
    const { over, batches } = carrier([failed(0, "BrandNewTrouble")]);
    const counters = counting();
    await sendAll(over, [1], counters);
    expect(batches).toHaveLength(2);
    expect(counters.counted).toEqual(['aws-error-unlisted {"api":"sqs","code":"BrandNewTrouble"}']);
  });

  test("leaves the batches after it unsent when it is given up, and says so of each", async () => {
    const { over, batches } = carrier([failed(9, "RequestThrottled")]);
    expect(await unsentOf(over, SIZES(12))).toEqual([
      [9, "retry-after"],
      [10, "retry-after"],
      [11, "retry-after"],
    ]);
    expect(batches).toHaveLength(1);
  });
});

describe("a call that fails as a whole", () => {
  test("is not made again at once, for the client did", async () => {
    const { over, batches } = carrier(refused("ServiceUnavailable"));
    expect(await unsentOf(over, [1, 2])).toEqual([
      [0, "retryable"],
      [1, "retryable"],
    ]);
    expect(batches).toHaveLength(1);
  });

  test("for good is made for each entry alone, which shows the one to blame", async () => {
    const { over, batches } = carrier(refused("InvalidMessageContents"), [], refused("InvalidMessageContents"), []);
    expect(await unsentOf(over, [1, 2, 3])).toEqual([[1, "terminal"]]);
    expect(batches).toEqual([[1, 2, 3], [1], [2], [3]]);
  });
});
