import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { displayFor } from "../../../cli/live/display.ts";
import { paintFor, type Terminal } from "../../../cli/terminal.ts";
import { aTerminal } from "../greenroom.ts";
import { aView } from "./a-view.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** A display on a terminal, and what was written to it. */
function displayOn(terminal: Partial<Terminal>, { json = false } = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const full = aTerminal({ out: (text) => out.push(text), err: (text) => err.push(text), ...terminal });
  return { display: displayFor(full, json, paintFor(full)), out, err };
}

describe("on a screen", () => {
  const screen = { isScreen: true, env: { NO_COLOR: "1" }, size: () => ({ columns: 80, rows: 24 }) };

  it("a play is drawn over the last picture in one write, on the second screen", () => {
    const { display, out } = displayOn(screen);
    display.show(aView());
    display.close();
    const [enter, picture, leave, ...more] = out;
    expect(enter).toBe("\u001b[?1049h\u001b[?25l");
    expect(picture?.startsWith("\u001b[HGreenroom  Mon 05 Jan")).toBe(true);
    expect(picture?.split("\n").every((line) => line.includes("\u001b[K"))).toBe(true);
    expect(picture?.endsWith("\u001b[K\u001b[J")).toBe(true);
    expect(leave).toBe("\u001b[?25h\u001b[?1049l");
    expect(more).toEqual([]);
  });

  it("there are at most ten pictures a second", () => {
    const { display, out } = displayOn(screen);
    for (let ms = 0; ms < 1_000; ms += 10) {
      display.show(aView());
      vi.advanceTimersByTime(10);
    }
    expect(out.length - 1).toBe(10);
  });
});

describe("where there is no screen", () => {
  it("a line is written every five seconds", () => {
    const { display, out } = displayOn({});
    for (let ms = 0; ms < 11_000; ms += 100) {
      display.show(aView());
      vi.advanceTimersByTime(100);
    }
    expect(out).toHaveLength(3);
    expect(out[0]).toMatch(/^Mon 05 Jan 15:00 62 %; 106 claims: .*\n$/);
  });

  it("nothing is written beside a document", () => {
    const { display, out, err } = displayOn({}, { json: true });
    display.show(aView());
    expect({ out, err }).toEqual({ out: [], err: [] });
  });

  it("somebody who looks at stderr sees lines there, beside a document", () => {
    const { display, out, err } = displayOn({ isScreen: true, errIsScreen: true }, { json: true });
    display.show(aView());
    display.close();
    expect(out).toEqual([]);
    expect(err).toHaveLength(1);
  });
});
