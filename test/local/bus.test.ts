import { describe, expect, test } from "vitest";
import { SECOND_MS } from "../../core/model/time.ts";
import type { Envelope } from "../../events/envelope.ts";
import { bus } from "../../local/bus.ts";
import { streams } from "../../local/random.ts";
import { Scheduler } from "../../local/time/scheduler.ts";
import { stateChange } from "../../local/world/events.ts";
import { EPOCH, instanceNo } from "../builders.ts";

const MANY = 4_000;

async function deliveries(lose: number, event: (nth: number) => Envelope, seed = 1) {
  const scheduler = new Scheduler(EPOCH);
  const delivered = new Map<string, number[]>();
  const unwanted: string[] = [];
  const events = bus({
    scheduler,
    streams: streams(seed),
    lose,
    rules: [
      {
        wants: { source: "aws.ec2", detailType: "EC2 Instance State-change Notification" },
        deliver(text) {
          const { id } = JSON.parse(text) as Envelope;
          delivered.set(id, [...(delivered.get(id) ?? []), scheduler.now() - EPOCH]);
        },
      },
      { wants: { source: "aws.ec2", detailType: "Another" }, deliver: (text) => unwanted.push(text) },
    ],
  });
  for (let nth = 0; nth < MANY; nth += 1) events.put(event(nth));
  await scheduler.run(EPOCH + 3_600_000);
  return { delivered, unwanted, all: [...delivered.values()] };
}

const running = (nth: number) =>
  stateChange(instanceNo(nth), "running", { at: EPOCH + 999, region: "eu-central-1", nth: 1 });

describe("the default bus", () => {
  test("brings every event to the rule that wants it, most within a second, some late by seconds, some twice", async () => {
    const { delivered, unwanted, all } = await deliveries(0, running);
    expect(delivered.size).toBe(MANY);
    expect(unwanted).toEqual([]);
    const late = all.filter(([first = 0]) => first > SECOND_MS).length / MANY;
    expect(late).toBeGreaterThan(0.01);
    expect(late).toBeLessThan(0.04);
    const twice = all.filter((times) => times.length === 2).length / MANY;
    expect(twice).toBeGreaterThan(0.005);
    expect(twice).toBeLessThan(0.02);
  });

  test("loses the part of EC2's events it was asked to, and treats the others as it would have", async () => {
    const [whole, lossy] = [await deliveries(0, running), await deliveries(0.25, running)];
    expect(lossy.delivered.size / MANY).toBeCloseTo(0.75, 1);
    for (const [id, times] of lossy.delivered) expect(times).toEqual(whole.delivered.get(id));
  });

  test("loses nothing that is not EC2's", async () => {
    const scheduler = new Scheduler(EPOCH);
    const texts: string[] = [];
    const wants = { source: "aws.ssm", detailType: "Parameter Store Change" };
    const events = bus({
      scheduler,
      streams: streams(1),
      lose: 1,
      rules: [{ wants, deliver: (text) => void texts.push(text) }],
    });
    events.put({ ...running(1), source: wants.source, "detail-type": wants.detailType });
    await scheduler.run(EPOCH + 3_600_000);
    expect(texts.length).toBeGreaterThan(0);
  });
});

test("an event of EC2's carries whole seconds, an id and a state, and nothing else of the instance", () => {
  expect(running(1)).toMatchObject({
    time: "2026-01-05T09:00:00Z",
    detail: { "instance-id": instanceNo(1), state: "running" },
  });
  expect(Object.keys(running(1).detail as object)).toEqual(["instance-id", "state"]);
});
