import { describe, expect, it } from "vitest";
import { iso } from "../../../core/model/time.ts";
import { EPOCH } from "../../builders.ts";
import { greenroom } from "../greenroom.ts";
import { serve, startPlane } from "../plane.ts";

/** A plane with two dead letters of `wake`, a minute old. */
async function startWithLetters() {
  const plane = await startPlane();
  for (const text of ['{"detail":{"version":9}}', "not JSON"])
    plane.deadLetter("wake", { text, sentAt: EPOCH - 60_000, why: { error: "Malformed" } });
  return plane;
}

/** A plane that shows one letter, and answers every redrive as it is configured to. */
function graveyardThatSays(redriven: () => { readonly sent: number; readonly failedAgain: readonly string[] }) {
  const letter = { id: "letter-1", sentAt: iso(EPOCH - 60_000), why: {}, text: "will not do" };
  const app = {
    fetch: ({ method }: Request) =>
      Response.json(
        method === "GET"
          ? { queue: "wake", count: 1, letters: [letter] }
          : { queue: "wake", before: iso(EPOCH), ...redriven() },
      ),
  };
  return { app, letter };
}

describe("greenroom redrive", () => {
  it("shows what lies there and why, and sends it back", async () => {
    const { run, sentBack } = await startWithLetters();
    expect(await run("redrive", "wake")).toEqual({
      exit: 0,
      err: "",
      out: `2 messages for wake given up.

2026-01-05 08:59:00Z  letter-1
  error: Malformed
  {"detail":{"version":9}}

2026-01-05 08:59:00Z  letter-2
  error: Malformed
  not JSON

2 messages sent back.
`,
    });
    expect(sentBack).toEqual(['{"detail":{"version":9}}', "not JSON"]);
    expect((await run("redrive", "wake")).out).toBe("No message for wake was given up.\n");
  });

  it("only shows with --dry-run", async () => {
    const { runJson, sentBack } = await startWithLetters();
    const { document } = await runJson("redrive", "wake", "--dry-run");
    expect(document).toMatchObject({ queue: "wake", count: 2, letters: [{ text: expect.any(String) }, {}] });
    expect(sentBack).toEqual([]);
  });

  it("sends back no more than --limit", async () => {
    const { runJson, sentBack } = await startWithLetters();
    expect((await runJson("redrive", "wake", "--limit", "1")).document).toEqual({ sent: 1, failedAgain: [] });
    expect(sentBack).toHaveLength(1);
  });

  it("says what failed again since it began, and leaves it", async () => {
    const { run, deadLetter } = await startWithLetters();
    deadLetter("wake", { text: "late", sentAt: EPOCH, why: {} });
    const { out } = await run("redrive", "wake");
    expect(out).toContain("nothing says why; the function's log does");
    expect(out).toContain("2 messages sent back, 1 message left that failed again.");
  });

  it.each([
    { again: () => "letter-1", left: "1 message", asks: 2 },
    { again: (ask: number) => `letter-${ask}`, left: "20 messages", asks: 20 },
  ])("ends where all that is left fails again, after $asks times", async ({ again, left, asks }) => {
    let asked = 0;
    const { app, letter } = graveyardThatSays(() => {
      asked += 1;
      if (asked > asks) throw new Error("asked for ever");
      return { sent: 0, failedAgain: [again(asked)] };
    });
    const { exit, out } = await greenroom(["redrive", "wake", "--limit", "20", "--url", await serve(app)]);
    expect(out).toContain(letter.text);
    expect(out).toContain(`0 messages sent back, ${left} left that failed again.`);
    expect(exit).toBe(0);
  });

  it.each([
    { args: ["nobody"], exit: 3, err: "there is no dead-letter queue nobody\n  Name one of: sweep, wake." },
    { args: ["wake", "--limit", "0"], exit: 2, err: "Give a whole number from 1 to 10000" },
  ])("refuses $args", async ({ args, exit, err }) => {
    const { run } = await startWithLetters();
    expect(await run("redrive", ...args)).toMatchObject({ exit, err: expect.stringContaining(err) });
  });
});
