import { describe, expect, it } from "vitest";
import { anAutopsy } from "../../an-autopsy.ts";
import { instanceNo } from "../../builders.ts";
import { startPlane, startStockedPlane } from "../plane.ts";

const ID = instanceNo(1);

describe("greenroom autopsy", () => {
  it("shows why an instance was quarantined, how far it came, and what it left", async () => {
    const { run, ports } = await startPlane();
    await ports.autopsies.keep(anAutopsy());
    expect((await run("autopsy", ID)).out).toBe(`${ID}  put into quarantine from preparing at 2026-01-05 09:00:00Z
  pool          win-build
  type          m6i.xlarge
  zone          eu-west-1a
  image         ami-0a1b2c3d4e5f60718
  generation    windows-2022-build@3/ami-0a1b2c3d4e5f60718
  launched      2026-01-05 08:48:00Z, 12m00s before
  EC2 said      running, at 2026-01-05 08:49:00Z
  EC2's reason  Server.InternalError: Internal error on launch
  taken         2026-01-05 09:00:05Z

Because
  - preparing took longer than 720 s

Stages it reached
  sysprep, after 4m00s

Its last signals
  sysprep ok, at 2026-01-05 08:52:00Z

History, oldest first
  2026-01-05 09:00:00Z  preparing → quarantined (deadline)
      preparing took longer than 720 s
      by deadline:i-00000000000000001:2

Console, the last 19 of 70000 bytes, as EC2 had it at 2026-01-05 08:59:00Z
  | sysprep: error
  | bye
`);
  });

  it.each([
    [{ kind: "empty" }, "empty: EC2 had nothing of it yet"],
    [{ kind: "unknown" }, "not fetched: EC2 did not know the instance"],
    [{ kind: "refused", error: "UnauthorizedOperation" }, "not fetched: EC2 answered UnauthorizedOperation"],
  ] as const)("says of a console that is %j why there is none", async (console, says) => {
    const { run, ports } = await startPlane();
    await ports.autopsies.keep(anAutopsy({ console }));
    expect((await run("autopsy", ID)).out).toContain(`\nConsole\n  ${says}`);
  });

  it("lets nothing that was printed steer the terminal", async () => {
    const { run, runJson, ports } = await startPlane();
    const text = "\u001b]0;owned\u0007red\u001b[31m\u0008\u009bdone";
    await ports.autopsies.keep(anAutopsy({ console: { kind: "output", text, bytes: text.length } }));
    const { out } = await run("autopsy", ID);
    expect([...out].filter((sign) => sign !== "\n" && sign < " ")).toEqual([]);
    expect(out).toMatch(/\| .*done\n$/);
    expect((await runJson("autopsy", ID)).document).toMatchObject({ autopsy: { console: { text } } });
  });

  it("says what there is instead when there is none", async () => {
    const { run } = await startStockedPlane();
    const warm = await run("autopsy", ID);
    expect(warm).toMatchObject({ exit: 3, err: expect.stringContaining("is warm, and none was taken of it") });
    expect(await run("autopsy", instanceNo(9))).toMatchObject({ exit: 3 });
    expect(await run("autopsy", "no-id")).toMatchObject({ exit: 2, err: expect.stringContaining("no instance's id") });
  });
});
