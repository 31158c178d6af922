import { describe, expect, it } from "vitest";
import { CONTENDED, whileContended } from "../../../../core/flows/steps/contended.ts";
import { SAVE_TRIES_MAX } from "../../../../core/model/limits.ts";

describe("a write that loses to others", () => {
  it("is tried again until it is saved", async () => {
    const tries: number[] = [];
    const attempt = async (nth: number) => (tries.push(nth) < 3 ? CONTENDED : "saved");
    expect(await whileContended("i-1", attempt)).toBe("saved");
    expect(tries).toEqual([0, 1, 2]);
  });

  it.each([undefined, 2])("is given back to its queue after its last try (%s)", async (triesMax) => {
    let tries = 0;
    const attempt = async () => {
      tries += 1;
      return CONTENDED;
    };
    await expect(whileContended("i-1", attempt, triesMax)).rejects.toMatchObject({
      ...{ fate: "retryable", code: "Contended" },
      message: expect.stringContaining("i-1"),
    });
    expect(tries).toBe(triesMax ?? SAVE_TRIES_MAX);
  });

  it("is not tried again because of an error", async () => {
    let tries = 0;
    const attempt = async () => {
      tries += 1;
      throw new Error("away");
    };
    await expect(whileContended("i-1", attempt)).rejects.toThrow("away");
    expect(tries).toBe(1);
  });
});
