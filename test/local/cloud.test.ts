import { describe, expect, test } from "vitest";
import { LAMBDA } from "../../core/model/aws-behaviour.ts";
import { HOUR_MS, MINUTE_MS } from "../../core/model/time.ts";
import { PortError } from "../../core/ports/errors.ts";
import type { InstanceDetails } from "../../events/notices/instance-changed.v1.ts";
import { post, put } from "../../local/client.ts";
import { type CloudOptions, type LocalCloud, localCloud } from "../../local/cloud.ts";
import { DEMO_POOLS } from "../../local/demo-pools.ts";
import { reporter } from "../../local/report.ts";
import type { Through } from "../../local/seam.ts";
import { EPOCH } from "../builders.ts";

const pass: Through = (_, work) => work();

/** A cloud whose pools are applied, after an hour. */
async function filled(options: Partial<CloudOptions> = {}) {
  const cloud = localCloud({ seed: 1, start: EPOCH, ...options });
  const watching = reporter(cloud, 1);
  const answers: Response[] = [];
  const ask = (request: Request) =>
    cloud.scheduler.after(0, async () => void answers.push(await cloud.api.fetch(request)));
  const pass = (ms: number) => cloud.run(cloud.clock.now() + ms);
  ask(put("/pools", DEMO_POOLS));
  await pass(HOUR_MS);
  expect(answers.map(({ status }) => status)).toEqual([200]);
  return { cloud, ask, pass, answers, report: () => watching.report({ atEnd: true }) };
}

const machinesIn = ({ world }: LocalCloud, pool: string): number =>
  [...world.machines.values()].filter((machine) => machine.pool === pool).length;

const answered = (response: Response | undefined): Promise<unknown> => response?.json() ?? Promise.reject(response);

describe("the local cloud", () => {
  test("fills the pools and keeps every rule with the concurrency of a new account", async () => {
    const { cloud, report } = await filled({ concurrency: LAMBDA.newAccountConcurrency });
    expect(machinesIn(cloud, "windows-build")).toBe(8);
    expect(report().violations).toEqual([]);
  });

  test("fills the pools that are applied, and keeps every rule", async () => {
    const { cloud, report } = await filled();
    expect(machinesIn(cloud, "windows-build")).toBe(8);
    expect(machinesIn(cloud, "linux-ci")).toBe(7);
    const { violations, ec2Calls, pools } = report();
    expect(violations).toEqual([]);
    expect(ec2Calls).toMatchObject({ DescribeInstances: 0, DescribeInstancesById: 0 });
    expect(pools.map(({ id, tier, launches }) => [id, tier, launches])).toEqual([
      ["linux-ci", "stopped", 7],
      ["windows-build", "stopped", 8],
    ]);
  });

  test("answers a claim in virtual time, and reports its delivery", async () => {
    const { cloud, ask, pass, answers } = await filled();
    const told: string[] = [];
    cloud.subscribe((notice) => {
      if (notice.kind === "claim") told.push(notice.resource.state);
    });
    ask(post("/pools/windows-build/claims", { key: "job-1" }));
    await pass(5 * MINUTE_MS);
    const body = (await answered(answers[1])) as { claim: { state: string; kind: string }; instance: InstanceDetails };
    expect(answers[1]?.status).toBe(201);
    expect(body).toMatchObject({ claim: { state: "leased", kind: "hit" }, instance: { pool: "windows-build" } });
    expect(new Set(told)).toEqual(new Set(["leased", "delivered"]));
  });

  test("fills the pools though every tenth of EC2's events is lost, by deadlines that look", async () => {
    const { report } = await filled({ lose: 0.1, seed: 3 });
    const { violations, ec2Calls, pools } = report();
    expect(violations).toEqual([]);
    expect(ec2Calls.DescribeInstancesById).toBeGreaterThan(0);
    expect(pools.map(({ meanIdle }) => meanIdle > 1)).toEqual([true, true]);
  });

  test("launches elsewhere when a zone has no room", async () => {
    const { cloud, report } = await filled({ capacity: ({ az, count }) => (az.endsWith("a") ? 0 : count) });
    const zones = new Set([...cloud.world.machines.values()].map(({ intent }) => intent.az));
    expect(zones).toEqual(new Set(["eu-central-1b", "eu-central-1c"]));
    expect(cloud.world.machines.size).toBe(15);
    expect(report().violations).toEqual([]);
  });

  test("counts a unmanaged instance's events, and never describes for them", async () => {
    const { report } = await filled();
    const { seen, describeCalls } = report().unmanagedEvents;
    expect(seen).toBeGreaterThan(60);
    expect(describeCalls).toBe(0);
  });
});

describe("what is wrong shows", () => {
  const breaking = async (faults: Through): Promise<readonly string[]> => {
    const { pass: go, report } = await filled({ faults });
    await go(HOUR_MS);
    return report().violations;
  };

  test("when notices are dropped", async () => {
    const lost: Through = async (call, work) => (call.port === "publisher" ? ([] as never) : work());
    expect(await breaking(lost)).toContainEqual(
      expect.stringMatching(/^every saved version is told, and nothing else: i-\w+:1 was never published$/),
    );
  });

  test("when records are not kept", async () => {
    let forgotten = 0;
    const forgetful: Through = async (call, work) => {
      if (call.method !== "commit" || forgotten > 0) return work();
      forgotten += 1;
      return { kind: "saved" } as never;
    };
    expect(await breaking(forgetful)).toContainEqual(
      expect.stringMatching(/^every instance with our tag has a record: i-\w+ of [a-z-]+ is running, and unrecorded$/),
    );
  });

  test("when a write can never be published", async () => {
    const refusing: Through = async (call, work) => {
      if (call.port !== "publisher") return work();
      return [{ offering: 0, error: new PortError("terminal", "InvalidParameter", "refused") }] as never;
    };
    expect(await breaking(refusing)).toContainEqual(
      expect.stringMatching(/^no message is given up: notify: .*refused/),
    );
  });

  test("when a message fails for good", async () => {
    let first: unknown;
    const failing: Through = async (call, work) => {
      if (call.method === "stop") first ??= call.args[0];
      if (call.method === "stop" && call.args[0] === first) throw new PortError("terminal", "Broken", "it never stops");
      return work();
    };
    expect(await breaking(failing)).toContainEqual(
      expect.stringMatching(/^no message is given up: perform-action: PortError: Broken: it never stops for /),
    );
  });

  test("when somebody terminates what is in use", async () => {
    const { cloud, ask, pass: go, answers, report } = await filled();
    ask(post("/pools/linux-ci/claims", { key: "job-1" }));
    await go(5 * MINUTE_MS);
    const { instance } = (await answered(answers[1])) as { instance: InstanceDetails };
    cloud.scheduler.after(0, async () => void (await cloud.ports.power.terminate(instance.id, { spot: false })));
    await go(5 * MINUTE_MS);
    const { violations, pools } = report();
    expect(violations.map((violation) => violation.split(":", 1).join()).toSorted()).toEqual([
      "EC2 is asked nothing but what the instance's state asks for",
      "an instance in use is neither stopped nor terminated",
    ]);
    for (const violation of violations) expect(violation).toContain(instance.id);
    expect(pools[0]).toMatchObject({ id: "linux-ci", failed: 1 });
  });

  test("and nothing does when calls are merely led through", async () => expect(await breaking(pass)).toEqual([]));
});
