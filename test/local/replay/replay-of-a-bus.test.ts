import { beforeAll, describe, expect, it } from "vitest";
import { replay } from "../../../local/replay/replay.ts";
import { type Recording, record, written } from "./recording.ts";

let recording: Recording;
beforeAll(async () => {
  recording = await record({}, 2_000);
});

const AT = Date.parse("2026-01-05T00:40:00Z");
const said = (instance: string, state: string, seconds: number): string =>
  JSON.stringify({
    version: "0",
    id: `${instance}-${state}-${seconds}`,
    "detail-type": "EC2 Instance State-change Notification",
    source: "aws.ec2",
    time: new Date(AT + seconds * 1_000).toISOString(),
    detail: { "instance-id": instance, state },
  });
const stored = () => recording.halfway?.stored ?? expect.fail("no moment was quiet");
const warm = (pool: string) =>
  stored().instances.find(
    (instance) => instance.pool === pool && instance.state === "warm" && instance.tier === "stopped",
  ) ?? expect.fail("nothing is warm");

describe("a file of what passed a bus", () => {
  it("is completed: the plan, the launch, EC2's doings and the evidence follow from an instance that ends", async () => {
    const { id } = warm("windows-build");
    // The second event of an unmanaged instance lets ten minutes pass.
    const events = await written([said(id, "terminated", 0), said("i-00000000000000001", "running", 600)]);
    const { decisions, calls, difference } = await replay({ events, stored: stored() });
    expect(difference).toBeUndefined();
    expect(decisions.kinds).toMatchObject({
      "instance warm → gone": 1,
      "plan launch": 1,
      "instance none → launching": 1,
      "instance launching → preparing": 1,
      "instance preparing → parking": 1,
      "instance parking → warm": 1,
    });
    expect(decisions.kinds["plan nothing"]).toBeGreaterThanOrEqual(20);
    expect(calls).toMatchObject({ answered: 0, unasked: 0, open: 0 });
    expect(calls.nominal, "the launch and the stop").toBeGreaterThanOrEqual(2);
  });

  it("counts an instance that no record knows for nothing", async () => {
    const events = await written([said("i-00000000000000001", "terminated", 0)]);
    expect((await replay({ events, stored: stored() })).decisions.total).toBe(0);
  });

  it("brings deadlines when they are due: what is asked and not heard of is looked at", async () => {
    const { id } = warm("linux-ci");
    const [started, later] = [said(id, "running", 0), said("i-00000000000000001", "running", 3 * 3_600)];
    const { decisions } = await replay({ events: await written([started, later]), stored: stored() });
    expect(decisions.kinds["instance warm → quarantined"]).toBe(1);
    expect(decisions.kinds["instance quarantined → retiring"], "its time in quarantine is over").toBe(1);
    expect(decisions.reasons["started-unasked"]).toBeGreaterThan(0);
    expect(decisions.kinds["instance retiring → gone"], "found by its deadline").toBe(1);
  });

  it("is compared with the notices that are in it", async () => {
    const shown = recording.decisions.filter((line) => line.includes("Instance Changed"));
    const events = recording.events.filter((line) => line.includes("State-change"));
    const path = await written([...events, ...shown]);
    const { difference, passedOver } = await replay({ events: path, against: path });
    expect(passedOver).toBe(shown.length);
    expect(difference?.removed, "nobody claimed anything in this replay").toBeGreaterThan(0);
    expect(difference?.same).toBe(0);
  });
});
