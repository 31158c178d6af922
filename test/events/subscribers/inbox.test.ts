import { describe, expect, it } from "vitest";
import { inbox } from "../../../events/subscribers/inbox.ts";

const all = async (from: AsyncIterable<number>): Promise<number[]> => {
  const read: number[] = [];
  for await (const item of from) read.push(item);
  return read;
};

describe("an inbox", () => {
  it("gives what was put in, in order, and then the end", async () => {
    const box = inbox<number>();
    expect([box.put(1), box.put(2)]).toEqual([true, true]);
    const reading = all(box);
    await Promise.resolve();
    box.put(3);
    box.end();
    expect(await reading).toEqual([1, 2, 3]);
    expect(box.put(4)).toBe(false);
  });

  it("wakes a reader that waits", async () => {
    const box = inbox<number>();
    const first = box[Symbol.asyncIterator]().next();
    await Promise.resolve();
    box.put(7);
    expect(await first).toEqual({ done: false, value: 7 });
  });

  it("is cut off when too much waits: what does is read, and then the reader is notified", async () => {
    const box = inbox<number>({ max: 2 });
    expect([1, 2, 3, 4].map((item) => box.put(item))).toEqual([true, true, false, false]);
    const read: number[] = [];
    const reading = async () => {
      for await (const item of box) read.push(item);
    };
    await expect(reading()).rejects.toThrow("more than 2 messages waited");
    expect(read).toEqual([1, 2]);
  });

  it("may be read as fast as it is filled, for ever", async () => {
    const box = inbox<number>({ max: 1 });
    const reader = box[Symbol.asyncIterator]();
    for (let n = 0; n < 5; n += 1) {
      expect(box.put(n)).toBe(true);
      expect(await reader.next()).toEqual({ done: false, value: n });
    }
  });
});
