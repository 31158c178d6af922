import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { bucketOf } from "../../../core/delivery/histogram.ts";
import { type ProbePath, windowStart } from "../../../core/model/delivery.ts";
import { PROBE_WINDOW_MS } from "../../../core/model/limits.ts";
import { HOUR_MS, iso, MINUTE_MS } from "../../../core/model/time.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import { localCloud } from "../../../local/cloud.ts";
import { EPOCH } from "../../builders.ts";
import { greenroom, greenroomJson } from "../greenroom.ts";
import { serve, startPlane } from "../plane.ts";

const START = windowStart(EPOCH - 50 * MINUTE_MS);

/** Fifty probes of one window: the nth takes `delayMs(n)`; undefined: it is lost. */
async function probe({ deliveries }: Ports, path: ProbePath, delayMs: (nth: number) => number | undefined, nth = 0) {
  const start = START + nth * PROBE_WINDOW_MS;
  const seqs = Array.from({ length: 50 }, (_, seq) => seq);
  await deliveries.sent({ path, start }, seqs);
  for (const seq of seqs) {
    const ms = delayMs(seq);
    const at = start + seq * 6_000 + (ms ?? 0);
    if (ms !== undefined) await deliveries.arrived({ path, start, seq, at, bucket: bucketOf(ms) });
  }
}

describe("greenroom delivery", () => {
  it("prints counts, times and losses, and draws the curve of each path beside the others", async () => {
    const { run, ports } = await startPlane();
    await probe(ports, "bus-sqs", (nth) => 100 + nth * 10);
    await probe(ports, "sns-sqs", (nth) => (nth < 2 ? undefined : 50 + nth));
    await probe(ports, "sns-lambda", (nth) => (nth === 49 ? 2_500 : 30 + nth));
    await ports.deliveries.arrived({ path: "bus-sqs", start: START, seq: 3, at: EPOCH, bucket: 1 });
    const { exit, out } = await run("delivery");
    expect(exit).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "Delivery, measured by probes  2026-01-05 08:00:00Z to 2026-01-05 09:00:00Z

      PATH        SENT  ARRIVED  LOST  UNDECIDED  DOUBLES  LONGEST SILENCE
      bus-sqs       50       50     0          0        1  45m05s, lasting
      sns-sqs       50       48     2          0        0  45m05s, lasting
      sns-lambda    50       50     0          0        0  45m03s, lasting

      PATH        p50     p90     p99  p99.9  MAX
      bus-sqs     342 ms  540 ms  –    –      588 ms
      sns-sqs     76 ms   96 ms   –    –      99 ms
      sns-lambda  54 ms   74 ms   –    –      2.5 s
      –: too few samples to know; it takes for p99 100, p99.9 1,000
      sns-sqs loses: the first loss is of the window from 2026-01-05 08:10:00Z

      P(delivered within t): of all probes that were sent, this part had arrived
            t  bus-sqs              sns-sqs              sns-lambda
        20 ms                0.0 %                0.0 %                0.0 %
        30 ms                0.0 %                0.0 %  ▏             2.0 %
        50 ms                0.0 %                0.0 %  █████        42.0 %
        70 ms                0.0 %  ████▌        38.0 %  █████████▊   82.0 %
       100 ms  ▏             2.0 %  ███████████▌ 96.0 %  ███████████▊ 98.0 %
       150 ms  █▏           10.0 %  ███████████▌ 96.0 %  ███████████▊ 98.0 %
       200 ms  ██▍          20.0 %  ███████████▌ 96.0 %  ███████████▊ 98.0 %
       300 ms  ████▊        40.0 %  ███████████▌ 96.0 %  ███████████▊ 98.0 %
       500 ms  █████████▌   80.0 %  ███████████▌ 96.0 %  ███████████▊ 98.0 %
       700 ms  ████████████  100 %  ███████████▌ 96.0 %  ███████████▊ 98.0 %
        1.0 s  ████████████  100 %  ███████████▌ 96.0 %  ███████████▊ 98.0 %
        1.5 s  ████████████  100 %  ███████████▌ 96.0 %  ███████████▊ 98.0 %
        2.0 s  ████████████  100 %  ███████████▌ 96.0 %  ███████████▊ 98.0 %
        3.0 s  ████████████  100 %  ███████████▌ 96.0 %  ████████████  100 %

      Every figure is the probes', none of notices. Times are ± 0.8 %. Lost is
      what has not come 15m00s after the end of its window of 5m00s; until
      then it is undecided.
      "
    `);
  });

  it("shows what was put into a local cloud's paths: one in ten lost, one in five doubled, and every delay", async () => {
    const known: Readonly<Record<ProbePath, number>> = { "bus-sqs": 400, "sns-sqs": 150, "sns-lambda": 80 };
    const cloud = localCloud({
      seed: 1,
      start: EPOCH,
      probes: {
        known: ({ path, seq }) => (seq % 10 === 9 ? [] : seq % 5 === 0 ? [known[path], 2_000] : [known[path]]),
      },
    });
    await cloud.run(EPOCH + HOUR_MS + MINUTE_MS / 2);
    let told: unknown;
    cloud.scheduler.after(0, async () => {
      told = await (await cloud.api.fetch(new Request("http://plane/delivery?since=70m"))).json();
    });
    await cloud.run(EPOCH + HOUR_MS + MINUTE_MS);
    const url = await serve({ fetch: () => Response.json(told) });
    const { exit, out } = await greenroom(["delivery", "--url", url]);
    expect(exit).toBe(0);
    for (const [path, p50] of Object.entries({ "bus-sqs": 402, "sns-sqs": 151, "sns-lambda": 80 })) {
      expect(out).toMatch(new RegExp(`^${path} +600 +540 +44 +16 +120 +59.9 s$`, "m"));
      expect(out).toMatch(new RegExp(`^${path} +${p50} ms +${p50} ms +missing +– +${p50} ms$`, "m"));
      expect(out).toContain(`${path} loses: the first loss is of the window from 2026-01-05 09:00:00Z`);
    }
    expect(out).toMatch(/^ +500 ms( +█+▊? +90\.0 %){3}$/m);
  });

  it("fits into 80 columns", async () => {
    const { url, ports } = await startPlane();
    await probe(ports, "bus-sqs", (nth) => 10 ** (nth / 8));
    await probe(ports, "sns-lambda", () => 55);
    const { out } = await greenroom(["delivery", "--url", url], { size: () => ({ columns: 80, rows: 50 }) });
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(out).not.toContain("too narrow");
  });

  it("says of a path that lost everything that nothing arrived", async () => {
    const { run, ports } = await startPlane();
    await probe(ports, "bus-sqs", () => undefined);
    const { out } = await run("delivery");
    expect(out).toContain("(nothing arrived)");
    expect(out).toMatch(/^bus-sqs +missing +missing +– +– +-$/m);
  });

  it("calls no part all that is a little less", async () => {
    const { run, ports } = await startPlane();
    for (let nth = -39; nth <= 0; nth += 1)
      await probe(ports, "bus-sqs", (seq) => (nth === 0 && seq === 0 ? undefined : 100), nth);
    const { out } = await run("delivery", "--since", "1d");
    expect(out).toMatch(/^bus-sqs +2000 +1999 +1 /m);
    expect(out).toMatch(/^ +100 ms +█+▉ 99\.9 %/m);
  });

  it("brings the whole curve as a document", async () => {
    const { runJson, ports } = await startPlane();
    await probe(ports, "sns-sqs", (nth) => (nth < 10 ? undefined : 50 + nth));
    const { exit, document } = await runJson("delivery", "--since", "1h");
    expect(exit).toBe(0);
    expect(document).toMatchObject({
      measuredBy: "probes",
      relativeError: 1 / 128,
      paths: [{}, { path: "sns-sqs", sent: 50, lost: 10, lossSince: iso(START) }, {}],
    });
    const { paths } = document as { paths: { curve: { p: number }[] }[] };
    expect(paths[1]?.curve).toHaveLength(40);
    expect(paths[1]?.curve.at(-1)?.p).toBe(0.8);
  });

  it("says that nothing is known where nothing was sent", async () => {
    const { run } = await startPlane();
    expect(await run("delivery", "--since", "10m")).toMatchObject({
      exit: 0,
      out: "No probe was sent from 2026-01-05 08:50:00Z to 2026-01-05 09:00:00Z, so nothing is known of delivery. Probes go out every 1m00s.\n",
    });
  });

  it.each(["1w", "soon", "2025-01-05T09:00:00Z", "30d"])("refuses --since %s by name", async (since) => {
    const { run } = await startPlane();
    const { exit, err } = await run("delivery", "--since", since);
    expect(exit).toBe(2);
    expect(err).toContain("since: ");
  });
});

describe("greenroom delivery --status-log", () => {
  const line = (destination: string, dwellTimeMs: number, status = "SUCCESS") =>
    JSON.stringify({
      notification: { messageId: "m", topicArn: "arn:aws:sns:eu-west-1:1:t", timestamp: "2026-01-05 09:00:00.1" },
      delivery: { deliveryId: "d", destination, dwellTimeMs, attempts: 1, statusCode: 200 },
      status,
    });
  const queue = "arn:aws:sqs:eu-west-1:111122223333:jobs";
  const lines = [
    line(queue, 20),
    "nonsense",
    line(queue, 40),
    line(queue, 9_000, "FAILURE"),
    line("https://a.example", 7),
  ];

  function file(name: string, content: string | Buffer): string {
    const folder = mkdtempSync(join(tmpdir(), "greenroom-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  }

  it("shows each subscriber's times, and reports a bad line by its number", async () => {
    const path = file("sns.ndjson", lines.join("\n"));
    expect((await greenroom(["delivery", "--status-log", path])).out).toMatchInlineSnapshot(`
      "Delivery, by SNS's status log sns.ndjson  5 lines, 1 of them bad
        line 2: (line): not JSON

      SUBSCRIBER         DELIVERED  FAILED  RETRIED  p50    p90  p99  p99.9  MAX
      sqs:jobs                   2       1        0  20 ms  –    –    –      40 ms
      https://a.example          1       0        0  –      –    –    –      7 ms
      –: too few samples to know; it takes for p50 2, p90 10, p99 100, p99.9 1,000

      P(handed over within t), of the successes that were logged
            t  sqs:jobs             https://a.example
         5 ms                0.0 %                0.0 %
         7 ms                0.0 %  ████████████  100 %
        10 ms                0.0 %  ████████████  100 %
        15 ms                0.0 %  ████████████  100 %
        20 ms  ██████       50.0 %  ████████████  100 %
        30 ms  ██████       50.0 %  ████████████  100 %
        50 ms  ████████████  100 %  ████████████  100 %

      Times run to just before SNS hands a message over. Successes are those that its
      sample rate let it log, failures are all there are: the two make no rate.
      "
    `);
  });

  it("reads a packed file to the same end, as a document", async () => {
    const plain = await greenroomJson(["delivery", "--status-log", file("a.ndjson", lines.join("\n"))]);
    const packed = await greenroomJson(["delivery", "--status-log", file("a.ndjson.gz", gzipSync(lines.join("\n")))]);
    expect(packed.document).toMatchObject({
      lines: 5,
      badLines: 1,
      bad: [{ line: 2 }],
      destinations: [{ destination: queue, delivered: 2, failed: 1 }, { destination: "https://a.example" }],
    });
    expect({ ...(packed.document as object), file: "" }).toEqual({ ...(plain.document as object), file: "" });
  });

  it("reports the first bad lines of many, and counts the rest", async () => {
    const path = file("bad.ndjson", Array(40).fill("{").join("\n"));
    const { out } = await greenroom(["delivery", "--status-log", path]);
    expect(out).toContain("40 lines, 40 of them bad");
    expect(out).toContain("and 30 more");
  });

  it("is of the whole file: --since does not go with it", async () => {
    const { exit, err } = await greenroom(["delivery", "--status-log", "a", "--since", "1h"]);
    expect(exit).toBe(2);
    expect(err).toContain("--since");
  });

  it("says what is wrong with a file that cannot be read", async () => {
    const { exit, err } = await greenroom(["delivery", "--status-log", "no-such-file"]);
    expect(exit).toBe(2);
    expect(err).toMatch(/^greenroom: --status-log: "no-such-file" is not there/);
  });
});
