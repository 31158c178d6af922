import { describe, expect, it } from "vitest";
import { aClaim, anInstance, claimNo, EPOCH, instanceNo, next, POOL } from "../../builders.ts";
import { startPlane, startStockedPlane } from "../plane.ts";

describe("greenroom show", () => {
  it("shows an instance, how it came to be so, by what, and why", async () => {
    const { run } = await startStockedPlane();
    await run("claim", POOL, "--key", "job-1");
    expect((await run("show", instanceNo(1))).out).toBe(`i-00000000000000001  handing-over since 2026-01-05 09:00:00Z
  pool        win-build
  tier        stopped
  EC2 says    stopped, at 2026-01-05 09:00:00Z
  type        m6i.xlarge, on-demand
  zone        eu-west-1a
  private IP  10.0.1.17
  image       ami-0a1b2c3d4e5f60718
  generation  windows-2022-build@3/ami-0a1b2c3d4e5f60718
  tags        team=build
  claim       claim-1966e95287af8bc86320
  uses        0
  launched    2026-01-05 08:48:00Z
  ready       2026-01-05 08:59:00Z, after 11m00s
  deadline    2026-01-05 09:05:00Z

History of the instance, oldest first
  2026-01-05 09:00:00Z  parking → warm (ec2:stopped)
      EC2 says stopped
      by event:7bf73129-1428-4cd3-a780-95db273d1602
  2026-01-05 09:00:00Z  warm → handing-over (leased)
      leased to claim-1966e95287af8bc86320
      by claim:claim-1966e95287af8bc86320
`);
  });

  it("shows what an instance reported about itself", async () => {
    const { run, ports } = await startStockedPlane();
    const clock = { name: "clock", at: EPOCH, ok: true, offsetMs: -42 };
    const sysprep = { name: "sysprep", at: EPOCH, ok: false, text: "it would not start" };
    await ports.records.commit({ instance: next(anInstance(), { signals: { clock, sysprep } }) });
    const { out } = await run("show", instanceNo(1));
    expect(out).toContain("  signal      clock ok, at 2026-01-05 09:00:00Z, clock off by -42 ms\n");
    expect(out).toContain("  signal      sysprep failed, at 2026-01-05 09:00:00Z, it would not start\n");
  });

  it("shows a claim with its instance and that instance's history", async () => {
    const { run, runJson, ports } = await startStockedPlane();
    await ports.records.commit({ claim: aClaim({ id: claimNo(1), state: "leased", instance: instanceNo(1) }) });
    const { out } = await run("show", claimNo(1));
    expect(out).toMatch(new RegExp(`^${claimNo(1)}  leased`));
    expect(out).toContain("\ni-00000000000000001  warm\n");
    expect(out).toContain("parking → warm (ec2:stopped)");
    const { document } = await runJson("show", claimNo(1));
    expect(document).toMatchObject({
      claim: { id: claimNo(1) },
      instance: { id: instanceNo(1) },
      history: [{ to: "warm" }],
    });
  });

  it("refuses an id that is neither, before it asks", async () => {
    const { run } = await startPlane();
    expect(await run("show", "i-123")).toEqual({
      exit: 2,
      out: "",
      err: `greenroom: ID: "i-123" is neither an instance's id nor a claim's\n  Give i- and 8 or 17 hex digits, or claim- and 20.\n`,
    });
  });

  it.each([instanceNo(77), claimNo(77)])("reports that there is no %s, with exit code 3", async (id) => {
    const { run } = await startPlane();
    await expect(run("show", id)).resolves.toMatchObject({
      exit: 3,
      err: expect.stringContaining(`no ${id.startsWith("i") ? "instance" : "claim"} ${id}`),
    });
  });

  it("shows what was believed of an instance at a time, and by what", async () => {
    const { run, runJson } = await startStockedPlane();
    expect(
      (await run("show", instanceNo(1), "--at", "2026-01-05T10:00:00+01:00")).out,
    ).toBe(`i-00000000000000001  warm, as the plane believed at 2026-01-05 09:00:00Z

The last step by then
  2026-01-05 09:00:00Z  parking → warm (ec2:stopped)
      EC2 says stopped
      by event:7bf73129-1428-4cd3-a780-95db273d1602
`);
    const { document } = await runJson("show", instanceNo(1), "--at", "2026-01-05T09:00:00Z");
    expect(document).toMatchObject({ instance: { id: instanceNo(1) }, believed: { kind: "known", state: "warm" } });
  });

  it("says why it knows nothing of a time before the history that is kept", async () => {
    const { run } = await startStockedPlane();
    expect(
      (await run("show", instanceNo(1), "--at", "2026-01-05T08:59:59Z")).out,
    ).toBe(`i-00000000000000001  nothing is known of it at 2026-01-05 08:59:59Z
  - what is kept of its history begins at 2026-01-05T09:00:00.000Z
`);
  });

  it.each([
    { id: claimNo(1), at: "2026-01-05T09:00:00Z", exit: 2, err: "--at: only an instance's history is kept" },
    { id: "i-123", at: "2026-01-05T09:00:00Z", exit: 2, err: '"i-123" is neither' },
    { id: instanceNo(1), at: "noon", exit: 2, err: "at: must be a time such as 2026-01-05T09:00:00Z" },
    { id: instanceNo(1), at: "2026-01-05T09:00:01Z", exit: 2, err: "at: 2026-01-05T09:00:01.000Z is still to come" },
    { id: instanceNo(7), at: "2026-01-05T09:00:00Z", exit: 3, err: `there is no instance ${instanceNo(7)}` },
  ])("refuses to show $id at $at", async ({ id, at, exit, err }) => {
    const { run } = await startStockedPlane();
    expect(await run("show", id, "--at", at)).toMatchObject({ exit, err: expect.stringContaining(err) });
  });
});
