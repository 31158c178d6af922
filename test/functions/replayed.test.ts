import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { noticeText } from "../../adapters/messages/texts.ts";
import { claimNotice, instanceNotice, poolNotice } from "../../core/notices/notice-of.ts";
import type { Ports } from "../../core/ports/ports.ts";
import { eventRoutes, probeRoutes, queueRoutes, shadow, sweepTicks, tickRoute } from "../../functions/routes.ts";
import { aClaim, anInstance, aPool } from "../builders.ts";
import { memoryPorts } from "./memory-ports.ts";

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
const replayed = [...fixtures, ...notices].map((event) =>
  JSON.stringify({ ...event, "replay-name": "gr.t5abc1.0f0f.-.-" }),
);
const doors = [...eventRoutes, ...Object.values(queueRoutes), tickRoute, sweepTicks, ...Object.values(probeRoutes)];

describe("what an archive sends again", () => {
  it("has samples to try", () => {
    expect(fixtures.length).toBeGreaterThan(3);
  });

  it.each(doors.map((door) => [door.name, door] as const))(
    "is counted at the door of %s, and nothing else comes of it",
    async (_, door) => {
      for (const text of replayed) {
        const calls: string[] = [];
        const { ports } = memoryPorts();
        await door.receive(noting(ports, calls), text).catch(() => {});
        expect(calls.filter((call) => call !== "counters.count")).toEqual([]);
      }
    },
  );

  it("is kept by the shadow, which touches nothing else", async () => {
    const calls: string[] = [];
    const { ports } = memoryPorts();
    for (const text of replayed) await shadow.receive(noting(ports, calls), text).catch(() => {});
    expect(new Set(calls)).toEqual(new Set(["counters.count", "replayed.keep"]));
    expect(await ports.replayed.page("gr.t5abc1.0f0f.-.-", { limit: 100 })).toHaveLength(notices.length);
  });

  it("is nothing to the shadow when it is no replay, or not one of ours", async () => {
    const { ports } = memoryPorts();
    const text = noticeText(instanceNotice(anInstance()));
    expect(await shadow.receive(ports, text)).toBe("not-replayed");
    expect(await shadow.receive(ports, JSON.stringify({ ...JSON.parse(text), "replay-name": "mine" }))).toBe(
      "not-ours",
    );
    await expect(shadow.receive(ports, "{ not json")).rejects.toMatchObject({ fate: "never" });
  });
});
