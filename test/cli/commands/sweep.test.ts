import { describe, expect, it } from "vitest";
import { amountsOf, type Irregularity } from "../../../core/reconcile/punctuality.ts";
import { newSweep } from "../../../core/reconcile/shards.ts";
import { EPOCH, REGION } from "../../builders.ts";
import { startPlane, startStockedPlane } from "../plane.ts";
import { aBlindSweep, aBusySweep } from "../sweeps.ts";

describe("greenroom sweep", () => {
  it("starts one with --now, and says so when one is under way", async () => {
    const { run, runJson } = await startStockedPlane();
    expect((await run("sweep", REGION, "--now")).out).toBe(`A sweep has begun.

eu-west-1:2026-01-05T09:00:00.000Z  under way
  started  2026-01-05 09:00:00Z

ZONE        STATE  PAGES  ROWS  BEGUN
eu-west-1a  open       0     0      1
eu-west-1b  open       0     0      1

It has found nothing amiss so far.

See how it goes on: greenroom sweep eu-west-1
`);
    expect(await runJson("sweep", REGION, "--now")).toMatchObject({
      exit: 0,
      document: { isNew: false, sweep: { id: `${REGION}:2026-01-05T09:00:00.000Z`, state: "under-way" } },
    });
    expect((await run("sweep", REGION, "--now")).out).toMatch(/^A sweep is under way already, and goes on\.\n/);
  });

  it("shows what the latest read and found", async () => {
    const { run, runJson, ports } = await startStockedPlane();
    await ports.sweeps.save(aBlindSweep());
    await ports.sweeps.save(aBusySweep());
    expect((await run("sweep", REGION)).out).toBe(`eu-west-1:2026-01-05T08:00:00.000Z  complete
  started   2026-01-05 08:00:00Z
  finished  2026-01-05 08:02:00Z, after 2m00s

ZONE        STATE  PAGES  ROWS  BEGUN
eu-west-1a  done       3  2500      1
eu-west-1b  done       1    40      2
  began again eu-west-1b: EC2's marker expired; the zone is read again, attempt 2

It found
  events missed  2 ec2:stopped, 1 ec2:terminated; the longest unknown for 1m30s
  adopted        1
  retired        2
  suspected      4
  came back      5
  gone           6
  drifted        3
  leaks          2; name them: greenroom leaks eu-west-1
`);
    expect(await runJson("sweep", REGION)).toMatchObject({
      document: { sweep: { isComplete: true, findings: { adopted: 1 } } },
    });
  });

  it("says what it could not read, and what that means", async () => {
    const { run, ports } = await startStockedPlane();
    await ports.sweeps.save(aBlindSweep());
    expect(
      (await run("sweep", REGION)).out,
    ).toBe(`eu-west-1:2026-01-05T07:00:00.000Z  incomplete: absence proves nothing where it was not read to the end
  started   2026-01-05 07:00:00Z
  finished  2026-01-05 07:01:00Z, after 1m00s

ZONE        STATE   PAGES  ROWS  BEGUN
eu-west-1a  done        1     7      1
eu-west-1b  failed      0     0      1
  gave up eu-west-1b: EC2 did not answer 5 times in a row: Unavailable

It found nothing amiss in what it read.
`);
  });

  it("starts one that takes rows for events with --emit, and reports what it took", async () => {
    const { run, ports } = await startStockedPlane();
    expect((await run("sweep", REGION, "--now", "--emit")).out).toContain("A sweep has begun.");
    const [begun] = await ports.sweeps.latest(REGION, 1);
    expect(begun).toMatchObject({ emits: true });
    const findings = { ...begun!.findings, emitted: { "ec2:running": 2, "ec2:stopped": 1 } };
    await ports.sweeps.save({ ...begun!, version: 2, findings });
    expect((await run("sweep", REGION)).out).toContain("  taken for events  2 ec2:running, 1 ec2:stopped");
  });

  it("does not emit what it only shows", async () => {
    const { run } = await startStockedPlane();
    expect(await run("sweep", REGION, "--report", "--emit")).toMatchObject({ exit: 2 });
  });

  it("reports the latest as a table", async () => {
    const { run, runJson, ports } = await startStockedPlane();
    await ports.sweeps.save(aBlindSweep());
    await ports.sweeps.save(aBusySweep());
    await ports.sweeps.save(newSweep(REGION, [`${REGION}a`], EPOCH));
    expect(
      (await run("sweep", REGION, "--report")).out,
    ).toBe(`STARTED               COMPLETE   MISSED                           LONGEST  ADOPTED  RETIRED  SUSPECTED  CAME BACK  GONE  DRIFTED  LEAKS  PAGES  ROWS  TOOK
2026-01-05 09:00:00Z  under-way  -                                -              0        0          0          0     0        0      0      0     0  -
2026-01-05 08:00:00Z  yes        2 ec2:stopped, 1 ec2:terminated  1m30s          1        2          4          5     6        3      2      4  2540  2m00s
2026-01-05 07:00:00Z  no         -                                -              0        0          0          0     0        0      0      1     7  1m00s
2026-01-05 08:00:00Z  began again eu-west-1b: EC2's marker expired; the zone is read again, attempt 2
2026-01-05 07:00:00Z  gave up eu-west-1b: EC2 did not answer 5 times in a row: Unavailable

None of EC2's events was found missed, late or doubled.
`);
    const { document } = await runJson("sweep", REGION, "--report");
    expect((document as { sweeps: object[] }).sweeps).toHaveLength(3);
  });

  it("reports by day which of EC2's events were missed, late and by how much, or doubled", async () => {
    const { run, runJson, ports } = await startStockedPlane();
    const counted: readonly [string, Irregularity][] = [
      ["2026-01-04", { kind: "missed", event: "ec2:terminated" }],
      ["2026-01-05", { kind: "late", event: "ec2:stopped", lateMs: 90_000 }],
      ["2026-01-05", { kind: "late", event: "ec2:running", lateMs: 12_000 }],
      ["2026-01-05", { kind: "doubled", event: "ec2:stopped" }],
    ];
    for (const [day, irregularity] of counted)
      await ports.tallies.add(REGION, { day, amounts: amountsOf(irregularity) });
    expect(
      (await run("sweep", REGION, "--report")).out,
    ).toBe(`${REGION} has not been swept yet; start one: greenroom sweep ${REGION} --now

EC2's events that were missed, late or doubled
DAY         MISSED            LATE                          MEAN    MEDIAN    LONGEST  DOUBLED
2026-01-05  -                 1 ec2:stopped, 1 ec2:running  51.0 s  ≤ 16.0 s  ≤ 2m08s  1 ec2:stopped
2026-01-04  1 ec2:terminated  -                             -       -         -        -
`);
    const { document } = await runJson("sweep", REGION, "--report");
    expect(document).toMatchObject({ sweeps: [], days: [{ lateInAll: { count: 2, meanMs: 51_000 } }, {}] });
  });

  it("says that there was none yet, and how to start one", async () => {
    const { run, runJson } = await startStockedPlane();
    const never = `${REGION} has not been swept yet; start one: greenroom sweep ${REGION} --now\n`;
    expect((await run("sweep", REGION)).out).toBe(never);
    expect((await run("sweep", REGION, "--report")).out).toBe(
      `${never}\nNone of EC2's events was found missed, late or doubled.\n`,
    );
    expect((await runJson("sweep", REGION)).document).toEqual({ sweep: null });
  });

  it.each([[], ["--now"], ["--report"]])("tells of a region without pools, with exit code 3 (%s)", async (...args) => {
    const { run } = await startPlane();
    expect(await run("sweep", REGION, ...args)).toEqual({
      exit: 3,
      out: "",
      err: `greenroom: region: no pool is in region ${REGION}\n  Apply a pool first.\n`,
    });
  });

  it("does one thing at a time", async () => {
    const { run } = await startPlane();
    expect(await run("sweep", REGION, "--now", "--report")).toMatchObject({
      exit: 2,
      err: expect.stringContaining("cannot be used with"),
    });
  });
});
