import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { post, put } from "../../../local/client.ts";
import { type LocalCloud, localCloud } from "../../../local/cloud.ts";
import { DEMO_POOLS } from "../../../local/demo-pools.ts";
import { withNotices } from "../../../local/notices.ts";
import { isEndedMachine } from "../../../local/world/machine.ts";
import { claimNo, EPOCH, inState, instanceNo, POOL } from "../../builders.ts";
import { greenroom, greenroomJson } from "../greenroom.ts";
import { filled, serve, startPlane, startStockedPlane } from "../plane.ts";

describe("greenroom drain", () => {
  it("reports what it has begun, what it keeps, and how to see it through", async () => {
    const { run, ports } = await startStockedPlane();
    await ports.records.commit({ instance: inState("in-use", { id: instanceNo(2) }) });
    expect(await run("drain", POOL, "--yes")).toEqual({
      exit: 0,
      err: "",
      out: `win-build: 1 instance, launch or waiting claim to end, 1 instance in use kept
1 instance in use is kept, and billed:
  i-00000000000000002  win-build  ${claimNo(1)}
End one: greenroom release CLAIM --retire; or all: the same command with --release-claims.

It goes on by itself. See it through, and have it proven: greenroom drain win-build --wait
`,
    });
    expect(await ports.pools.find(POOL)).toMatchObject({ draining: true, version: 2 });
  });

  it("asks first, and does nothing where there is nobody to ask", async () => {
    const { run, runJson, url, ports } = await startStockedPlane();
    expect(await run("drain", POOL)).toMatchObject({ exit: 2, err: expect.stringContaining("--yes") });
    expect(await runJson("drain", "--all")).toMatchObject({ document: { error: { code: "nobody-to-ask" } } });
    const asked: string[] = [];
    const ask = async (question: string) => {
      asked.push(question);
      return "n";
    };
    const left = await greenroom(["drain", POOL, "--url", url], { hasKeyboard: true, ask });
    expect(left.out).toMatch(/^win-build: 1 instance.*\nNothing is torn down\.\n$/s);
    expect(asked).toEqual(["Tear this down? [y/N] "]);
    expect((await ports.pools.find(POOL))?.draining).toBeUndefined();
  });

  it.each([
    [[], 2, "name a pool, or say --all"],
    [[POOL, "--all"], 2, "not both"],
    [["nobody", "--yes"], 3, "there is no pool nobody"],
    [[POOL, "--keep-claims", "--release-claims"], 2, "cannot be used with"],
  ])("reports what is wrong with %s", async (args, exit, message) => {
    const { run } = await startStockedPlane();
    expect(await run("drain", ...args)).toMatchObject({ exit, err: expect.stringContaining(message) });
  });

  it("has nothing to do for a plane without pools", async () => {
    const { run } = await startPlane();
    expect(await run("drain", "--all", "--yes")).toMatchObject({ exit: 0, out: expect.stringContaining("no pools") });
  });
});

/** A plane over the local cloud, filled. A request, and a wait, lets a little virtual time pass. */
async function startFilledCloud({ tells = true } = {}) {
  const cloud = localCloud({ seed: 1, start: EPOCH });
  const { pass, fetch } = await filled(cloud);
  const url = await serve(tells ? withNotices({ app: { fetch }, subscribe: cloud.subscribe }) : { fetch });
  const terminal = { pause: () => pass(10 * SECOND_MS) };
  return {
    cloud,
    fetch,
    pass,
    run: (...args: string[]) => greenroom([...args, "--url", url], terminal),
    runJson: (...args: string[]) => greenroomJson([...args, "--url", url], terminal),
  };
}

const alive = ({ world }: LocalCloud): readonly string[] =>
  [...world.machines.values()].filter((machine) => !isEndedMachine(machine)).map(({ id }) => id);

describe("greenroom drain --wait, over the local cloud", () => {
  it("ends when EC2 holds nothing, and a sweep has said so", async () => {
    const { cloud, runJson } = await startFilledCloud();
    expect(alive(cloud)).toHaveLength(15);
    const { exit, document } = await runJson("drain", "--all", "--wait", "--yes");
    expect({ exit, document }).toMatchObject({
      exit: 0,
      document: { nothingLeft: true, kept: [], proofs: [{ isComplete: true, found: 0, leaks: [] }] },
    });
    expect(alive(cloud)).toEqual([]);
  });

  it("looks from time to time at a plane that reports nothing over HTTP, as on AWS", async () => {
    const { cloud, run } = await startFilledCloud({ tells: false });
    expect(await run("drain", "windows-build", "--wait", "--yes")).toMatchObject({
      exit: 0,
      out: expect.stringContaining("Nothing is left of windows-build"),
    });
    expect(alive(cloud)).toHaveLength(7);
  });

  it("keeps what is in use and names it, with an exit code of its own; ends it when asked to", async () => {
    const { cloud, fetch, pass, run } = await startFilledCloud();
    const { instance } = (await (await fetch(post("/pools/linux-ci/claims", { key: "job-1" }))).json()) as {
      instance: { id: string };
    };
    await pass(5 * MINUTE_MS);
    const kept = await run("drain", "linux-ci", "--wait", "--yes");
    expect(kept.exit).toBe(9);
    expect(kept.out).toContain(`1 instance in use is kept, and billed:\n  ${instance.id}  linux-ci  claim-`);
    expect(kept.out).toMatch(/Nothing else is left, by EC2's own listing \(eu-central-1:\S+\)\.\n$/);
    expect(alive(cloud)).toHaveLength(9);
    const ended = await run("drain", "linux-ci", "--release-claims", "--wait", "--yes");
    expect(ended.exit).toBe(0);
    expect(ended.out).toMatch(/Nothing is left of linux-ci, by EC2's own listing/);
    expect(alive(cloud)).toHaveLength(8);
  });

  it("waits once more for what the sweep found that no record knew", async () => {
    const { cloud, run } = await startFilledCloud();
    const [like] = cloud.world.machines.values();
    const { intent, template } = like!;
    await cloud.world.ports.launcher.launch({
      intent: { ...intent, token: "of-nobody", count: 1 },
      template,
      tags: { "greenroom:pool": intent.pool },
    });
    const ended = await run("drain", intent.pool, "--wait", "--yes");
    expect(ended.exit).toBe(0);
    expect([...cloud.world.machines.values()].filter(({ pool }) => pool === intent.pool).every(isEndedMachine)).toBe(
      true,
    );
  });

  it("is undone by applying the file again", async () => {
    const { cloud, fetch, pass, run } = await startFilledCloud();
    await run("drain", "--all", "--wait", "--yes");
    await fetch(put("/pools", DEMO_POOLS));
    await pass(HOUR_MS);
    expect(alive(cloud)).toHaveLength(15);
  });

  it("goes on when the watcher stops", async () => {
    const { cloud, pass, run } = await startFilledCloud();
    await run("drain", "--all", "--yes");
    await pass(HOUR_MS);
    expect(alive(cloud)).toEqual([]);
  });
});
