import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { failureText } from "../../adapters/messages/failure-text.ts";
import { noticeText } from "../../adapters/messages/notice-text.ts";
import { probeText } from "../../adapters/messages/probe-texts.ts";
import { actionText, planText, sweepText, timerText } from "../../adapters/messages/texts.ts";
import { windowStart } from "../../core/model/delivery.ts";
import { FAILURE_BYTES_MAX } from "../../core/model/limits.ts";
import { sweepId } from "../../core/model/sweep.ts";
import { claimNotice, instanceNotice, poolNotice } from "../../core/notices/notice-of.ts";
import type { Ports } from "../../core/ports/ports.ts";
import { write } from "../../events/contract.ts";
import { ROUTES, routeOf } from "../../functions/routes.ts";
import { functionsFedBy } from "../../functions/shared/manifest/functions.ts";
import { aClaim, anInstance, aPool, EPOCH, inState, instanceNo, POOL, REGION } from "../builders.ts";
import { recordedPlane } from "../recorded-plane.ts";
import { ofInstance } from "./stream-records.ts";

/** Every port, each call of which is noted. */
function noting(ports: Ports, calls: string[]): Ports {
  const noted = (port: string, methods: object) =>
    Object.fromEntries(
      Object.entries(methods).map(([name, method]) => [
        name,
        (...args: unknown[]) => {
          calls.push(`${port}.${name}`);
          return (method as (...args: unknown[]) => unknown)(...args);
        },
      ]),
    );
  return Object.fromEntries(
    Object.entries(ports).map(([port, methods]) => [port, port === "clock" ? methods : noted(port, methods)]),
  ) as unknown as Ports;
}

const FIXTURES = new URL("../../events/fixtures/", import.meta.url);
const fixtures = readdirSync(FIXTURES, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".json"))
  .map((file) => JSON.parse(readFileSync(new URL(file, FIXTURES), "utf8")) as object);
const notices = [instanceNotice(anInstance()), claimNotice(aClaim()), poolNotice(aPool())].map(
  (notice) => JSON.parse(noticeText(notice)) as object,
);
const tick = { id: "tick-1", at: EPOCH };
const start = windowStart(EPOCH);
const record = ofInstance(inState("launching"))(7);
/** What our own queues and schedules carry, as if a bus had carried and archived it. */
const commands = [
  actionText(
    { do: "terminate", instance: instanceNo(1), entry: 1, leaseEpoch: 0, askedAgain: 0, cause: "a test" },
    EPOCH,
  ),
  planText(POOL, EPOCH),
  timerText({ instance: instanceNo(1), entry: 1, askedAgain: 0, wakeAt: EPOCH }, EPOCH),
  sweepText(sweepId(REGION, EPOCH), EPOCH),
  ...functionsFedBy("schedule").map(({ contract }) => write(contract, { version: contract.version }, tick)),
  probeText({ path: "bus-sqs", start, seq: 0, sentAt: EPOCH }),
  failureText(
    { function: "notify", sequence: "7", at: EPOCH, error: { code: "No", message: "no" }, record },
    FAILURE_BYTES_MAX,
  ),
].map((text) => JSON.parse(text) as object);
const samples = [...fixtures, ...notices, ...commands];
const replayed = samples.map((event) => JSON.stringify({ ...event, "replay-name": "gr.t5abc1.0f0f.-.-" }));
const [shadowRow] = functionsFedBy("replays");
const shadow = routeOf(shadowRow?.name ?? "");
/** Every function that messages are for, but the one that replays are for. */
const doors = [...ROUTES.values()].filter((route) => route !== shadow);

describe("what an archive sends again", () => {
  it("has samples to try", () => {
    expect(fixtures.length).toBeGreaterThan(3);
  });

  it.each(doors.map((door) => [door.name, door] as const))(
    "is counted at the door of %s, and nothing else comes of it",
    async (_, door) => {
      const outcomes: string[] = [];
      for (const text of replayed) {
        const calls: string[] = [];
        const { ports } = recordedPlane();
        outcomes.push(await door.receive(noting(ports, calls), text).catch(() => "thrown"));
        expect(calls.filter((call) => call !== "counters.count")).toEqual([]);
      }
      // Some sample is this door's own: what it knows nothing of would be dropped anyway.
      expect(outcomes).toContain("replayed");
    },
  );

  it("is kept by the shadow, which touches nothing else", async () => {
    const calls: string[] = [];
    const { ports } = recordedPlane();
    for (const text of replayed) await shadow.receive(noting(ports, calls), text).catch(() => {});
    expect(new Set(calls)).toEqual(new Set(["counters.count", "replayed.keep"]));
    expect(await ports.replayed.page("gr.t5abc1.0f0f.-.-", { limit: 100 })).toHaveLength(notices.length);
  });

  it("is nothing to the shadow when it is no replay, or not one of ours", async () => {
    const { ports } = recordedPlane();
    const text = noticeText(instanceNotice(anInstance()));
    expect(await shadow.receive(ports, text)).toBe("not-replayed");
    expect(await shadow.receive(ports, JSON.stringify({ ...JSON.parse(text), "replay-name": "mine" }))).toBe(
      "not-ours",
    );
    await expect(shadow.receive(ports, "{ not json")).rejects.toMatchObject({ fate: "terminal" });
  });
});
