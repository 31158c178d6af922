import { SECOND_MS } from "../../core/model/time.ts";
import type { Paint, Terminal } from "../terminal.ts";
import { frame, line, type View } from "./frame.ts";

/** Where progress is shown. */
export interface Display {
  /** Shows the view, if it is time for the next picture. */
  show(view: View): void;
  /** Leaves the screen as it was. */
  close(): void;
}

const FRAME_MS = 100;
const LINE_MS = 5 * SECOND_MS;

/** A picture on a screen; a line every few seconds where there is none. Beside a document on stdout nothing is shown, unless
 *  somebody looks at stderr. */
export function displayFor(terminal: Terminal, json: boolean, paint: Paint): Display {
  if (!json && terminal.isScreen) return screen(terminal, paint);
  const write = json ? terminal.err : terminal.out;
  const shows = !json || terminal.errIsScreen;
  return {
    show: shows ? every(LINE_MS, (view) => write(`${line(view)}\n`)) : () => {},
    close: () => {},
  };
}

const ESCAPE = "\u001b[";
const ENTER = `${ESCAPE}?1049h${ESCAPE}?25l`;
const LEAVE = `${ESCAPE}?25h${ESCAPE}?1049l`;
const HOME = `${ESCAPE}H`;
const REST_OF_LINE = `${ESCAPE}K`;
const REST_OF_SCREEN = `${ESCAPE}J`;

/** Draws on the terminal's second screen, each picture over the last in one write: nothing flickers, nothing is left behind. */
function screen(terminal: Terminal, paint: Paint): Display {
  terminal.out(ENTER);
  return {
    show: every(FRAME_MS, (view) => {
      const lines = frame(view, terminal.size(), paint);
      terminal.out(`${HOME}${lines.map((each) => each + REST_OF_LINE).join("\n")}${REST_OF_SCREEN}`);
    }),
    close: () => terminal.out(LEAVE),
  };
}

function every(periodMs: number, show: (view: View) => void): (view: View) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (view) => {
    const now = performance.now();
    if (now - last < periodMs) return;
    last = now;
    show(view);
  };
}
