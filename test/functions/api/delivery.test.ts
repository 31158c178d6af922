import { describe, expect, it } from "vitest";
import { windowStart } from "../../../core/model/delivery.ts";
import { PROBE_RETENTION_MS, PROBE_WINDOW_MS } from "../../../core/model/limits.ts";
import { HOUR_MS, iso, MINUTE_MS } from "../../../core/model/time.ts";
import { api } from "../../../functions/routes.ts";
import { EPOCH } from "../../builders.ts";
import { clockAt, recordedPlane } from "../../recorded-plane.ts";

const NOW = EPOCH + 30 * MINUTE_MS;

function plane() {
  const { ports } = recordedPlane(clockAt(NOW));
  const ask = async (query = "") => {
    const answer = await api(ports).fetch(new Request(`http://plane/delivery${query}`));
    return { status: answer.status, body: (await answer.json()) as { paths: object[]; error: object } };
  };
  const send = (start: number, sent: readonly number[]) => ports.deliveries.sent({ path: "bus-sqs", start }, sent);
  return { ports, ask, send };
}

describe("GET /delivery", () => {
  it("reports every path, though nothing was ever sent, and how it was measured", async () => {
    const { status, body } = await plane().ask();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      since: iso(NOW - HOUR_MS),
      until: iso(NOW),
      measuredBy: "probes",
      relativeError: 1 / 128,
      paths: [
        { path: "bus-sqs", sent: 0, curve: [] },
        { path: "sns-sqs", sent: 0 },
        { path: "sns-lambda", sent: 0 },
      ],
    });
  });

  it("reports what arrived, what was lost since when, and how long it was silent", async () => {
    const { ports, ask, send } = plane();
    const start = windowStart(EPOCH);
    await send(start, [0, 1, 2]);
    await ports.deliveries.arrived({ path: "bus-sqs", start, seq: 1, at: EPOCH + 100, bucket: 100 });
    const [path] = (await ask()).body.paths;
    expect(path).toEqual({
      path: "bus-sqs",
      sent: 3,
      arrived: 1,
      lost: 2,
      undecided: 0,
      doubles: 0,
      quantiles: [
        { of: 0.5, unknown: "missing" },
        { of: 0.9, unknown: "few" },
        { of: 0.99, unknown: "few" },
        { of: 0.999, unknown: "few" },
      ],
      maxMs: 100,
      silence: { ms: 30 * MINUTE_MS - 100, from: iso(EPOCH + 100) },
      lossSince: iso(start),
      curve: [{ ms: 100, count: 1, p: 1 / 3 }],
    });
  });

  it.each([
    ["10m", 10 * MINUTE_MS],
    ["90s", 90_000],
    ["2h", 2 * HOUR_MS],
    ["7d", PROBE_RETENTION_MS],
    [iso(NOW - HOUR_MS), HOUR_MS],
  ])("begins with the window that %s ago lies in", async (since, ago) => {
    const { ask, send } = plane();
    const start = windowStart(NOW - ago);
    await send(start, [0]);
    await send(start - PROBE_WINDOW_MS, [0, 1]);
    const { body } = await ask(`?since=${encodeURIComponent(since)}`);
    expect(body).toMatchObject({ since: iso(start), paths: [{ sent: 1 }, {}, {}] });
  });

  it.each([
    "since=yesterday",
    "since=1w",
    "since=-1h",
    "since=",
    "since=8d",
    `since=${iso(NOW + PROBE_WINDOW_MS)}`,
    "since=999999999d",
  ])("refuses %s", async (query) => {
    expect(await plane().ask(`?${query}`)).toMatchObject({ status: 400, body: { error: { field: "since" } } });
  });

  it("reports a window that begins this moment", async () => {
    const { ask, send } = plane();
    await send(NOW, [0, 1]);
    expect((await ask()).body).toMatchObject({ paths: [{ sent: 2, undecided: 2 }, {}, {}] });
  });

  it("takes no other parameter", async () => {
    expect(await plane().ask("?path=bus-sqs")).toMatchObject({ status: 400, body: { error: { field: "path" } } });
  });
});
