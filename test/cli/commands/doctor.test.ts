import { describe, expect, it } from "vitest";
import type { Probe } from "../../../core/model/delivery.ts";
import { SWEEP_TICK_MS } from "../../../core/model/limits.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { type CloudOptions, localCloud } from "../../../local/cloud.ts";
import { EPOCH } from "../../builders.ts";
import { greenroom, greenroomJson } from "../greenroom.ts";
import { filled, serve, startListening } from "../plane.ts";

interface Document {
  readonly ok: boolean;
  readonly checks: readonly { kind: string; of: string; outcome: string; found: object; says: string; fix?: string }[];
}

/** A plane over the local cloud with all that doctor looks at, filled. A request and a wait let a little virtual time pass. */
async function startCheckedCloud(options: Partial<CloudOptions> = {}) {
  const cloud = localCloud({
    seed: 1,
    start: EPOCH,
    alerts: true,
    probes: {},
    sweepEveryMs: SWEEP_TICK_MS,
    ...options,
  });
  const { pass, fetch } = await filled(cloud);
  const url = await serve({ fetch });
  const terminal = { now: () => cloud.clock.now(), pause: () => pass(5 * SECOND_MS) };
  const check = async () => {
    const { exit, document } = await greenroomJson(["doctor", "--url", url], terminal);
    const { ok, checks } = document as Document;
    return { exit, ok, checks, notOk: checks.filter(({ outcome }) => outcome !== "ok") };
  };
  return { cloud, pass, check, url, run: () => greenroom(["doctor", "--url", url], terminal) };
}

describe("greenroom doctor", () => {
  it("finds a plane ok that is, and says of what", async () => {
    const { run } = await startCheckedCloud();
    const { exit, out } = await run();
    expect({ exit, out }).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^\d+ checks at 2026-01-05 .*Z: \d+ ok\n/),
    });
    for (const what of ["the API http", "clocks", "rules  ", "queues  ", "dead letters", "sweeps eu-central-1"])
      expect(out).toContain(`\nok  ${what}`);
    for (const what of ["delivery bus-sqs", "alerts any", "permissions linux-ci", "permissions windows-build"])
      expect(out).toContain(`\nok  ${what}`);
  });

  it("finds a rule that was disabled, and nothing else", async () => {
    const { cloud, check } = await startCheckedCloud();
    cloud.enableRule("spot-interrupted", false);
    expect(await check()).toMatchObject({
      exit: 9,
      ok: false,
      notOk: [
        {
          kind: "rule",
          of: "spot-interrupted",
          outcome: "failing",
          says: expect.stringContaining("is disabled"),
          fix: expect.stringContaining("aws events enable-rule --name spot-interrupted --event-bus-name default"),
        },
      ],
    });
  });

  it("finds what was given up, by the function it was for", async () => {
    const { cloud, pass, check } = await startCheckedCloud();
    cloud.send("wake", '{"no":"contract"}');
    await pass(10 * MINUTE_MS);
    expect((await check()).notOk).toEqual([
      {
        kind: "dead-letters",
        of: "wake",
        outcome: "failing",
        found: { count: 1 },
        says: "1 message was given up",
        fix: "greenroom redrive wake --dry-run shows why; mend it, then greenroom redrive wake",
      },
    ]);
  });

  it("finds a region that is swept no more", async () => {
    const { check } = await startCheckedCloud({ sweepEveryMs: DAY_MS });
    expect((await check()).notOk).toMatchObject([{ kind: "sweep", of: "eu-central-1", outcome: "failing" }]);
  });

  it("finds a path on which no probe arrives", async () => {
    const known = ({ path, sentAt }: Probe) => (path === "sns-sqs" && sentAt > EPOCH + 50 * MINUTE_MS ? [] : [50]);
    const { check } = await startCheckedCloud({ probes: { known } });
    expect((await check()).notOk).toMatchObject([
      {
        kind: "probes",
        of: "sns-sqs",
        outcome: "failing",
        says: expect.stringMatching(/^probes are sent and none arrived for \d+ s$/),
        fix: expect.stringContaining("greenroom delivery shows the path"),
      },
    ]);
  });

  it("finds a permission that the function that acts on EC2 has not, and whose it is", async () => {
    const { cloud, check, run } = await startCheckedCloud();
    cloud.world.denied.add("ec2:StartInstances");
    const { notOk } = await check();
    const says = (by: string) => `EC2 would refuse ${by}: ec2:StartInstances (UnauthorizedOperation)`;
    expect(notOk.map((check) => [check.kind, check.of, check.says])).toEqual(
      ["linux-ci", "windows-build"].flatMap((pool) =>
        ["api", "perform-action"].map((by) => ["permissions", `${pool} ${by}`, says(by)]),
      ),
    );
    expect(notOk[1]).toMatchObject({ found: { allowed: 5, refused: 1 } });
    const { out } = await run();
    expect(out).toMatch(/\n\npermissions linux-ci api: EC2 would refuse.*\npermissions linux-ci perform-action: EC2/);
    expect(out.split("\n  deploy again, with the pool among GREENROOM_POOLS")).toHaveLength(2);
    cloud.world.denied.clear();
    expect((await check()).notOk).toEqual([]);
  });

  it("finds a clock that is off from the plane's, by how much at least, and to which side", async () => {
    const { cloud, url } = await startCheckedCloud();
    const pause = async () => {};
    for (const [off, says] of [
      [5 * MINUTE_MS, /this machine's clock is (?:29\d|300) s ahead of the plane's/],
      [-5 * MINUTE_MS, /this machine's clock is (?:299|30\d) s behind the plane's/],
    ] as const) {
      const { exit, document } = await greenroomJson(["doctor", "--url", url], {
        now: () => cloud.clock.now() + off,
        pause,
      });
      const clock = (document as Document).checks.find(({ kind }) => kind === "clock");
      expect({ exit, clock }).toMatchObject({
        exit: 9,
        clock: { outcome: "failing", says: expect.stringMatching(says) },
      });
    }
  });

  it("cannot report anything of a plane that is none", async () => {
    const { runJson } = await startListening();
    expect(await runJson("doctor")).toMatchObject({ exit: 3 });
    expect(await greenroom(["doctor", "--url", "http://127.0.0.1:1"])).toMatchObject({ exit: 5 });
  });
});
