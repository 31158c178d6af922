import { describe, expect, test } from "vitest";
import { keptConsole } from "../../../core/model/autopsy.ts";
import { AUTOPSY_CONSOLE_BYTES_MAX as MAX } from "../../../core/model/limits.ts";

describe("the console that an autopsy keeps", () => {
  test("is the whole of a short one", () => {
    const read = { kind: "output", text: "login: ", postedAt: 7 } as const;
    expect(keptConsole(read)).toEqual({ ...read, bytes: 7 });
  });

  test("is the end of a long one, from a whole character on, and says how long it was", () => {
    const kept = keptConsole({ kind: "output", text: `${"é".repeat(MAX)}panic` });
    if (kept.kind !== "output") throw new Error(kept.kind);
    expect(kept.bytes).toBe(2 * MAX + 5);
    expect(Buffer.byteLength(kept.text)).toBe(MAX - 1);
    expect(kept.text).toMatch(/^é+panic$/);
  });

  test.each([{ kind: "empty" }, { kind: "unknown" }, { kind: "refused", error: "UnauthorizedOperation" }] as const)(
    "of %j is that",
    (read) => expect(keptConsole(read)).toEqual(read),
  );
});
