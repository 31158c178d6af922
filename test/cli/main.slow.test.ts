import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";

/** The command as a process of its own, run as the repository's scripts run it. */
const greenroom = (...args: string[]) => spawn(process.execPath, ["cli/main.ts", ...args]);

describe("the process", () => {
  it("prints to stdout and stderr, and ends with the exit code", async () => {
    const running = greenroom("clam", "--json");
    const [out, err, [exit]] = await Promise.all([text(running.stdout), text(running.stderr), once(running, "exit")]);
    expect({ document: JSON.parse(out), err, exit }).toMatchObject({
      document: { error: { code: "usage" } },
      err: "",
      exit: 2,
    });
  });

  it("reads stdin", async () => {
    const running = greenroom("apply", "-", "--url", "http://127.0.0.1:9");
    running.stdin.end("version: 2\npools: []\n");
    expect(await text(running.stderr)).toBe("greenroom: stdin has a problem\n  version (line 1) is 2: must be 1\n");
  });

  it("ends quietly when its reader has seen enough", async () => {
    const running = greenroom("--help");
    running.stdout.destroy();
    const [err, [exit]] = await Promise.all([text(running.stderr), once(running, "exit")]);
    expect({ err, exit }).toEqual({ err: "", exit: 0 });
  });
});
