import { describe, expect, it } from "vitest";
import { startSweep } from "../../../core/flows/start-sweep.ts";
import { sweep } from "../../../core/flows/sweep.ts";
import { PortError } from "../../../core/ports/errors.ts";
import { REGION } from "../../builders.ts";
import { type Stage, stage } from "./stage.ts";
import { known, rowOf, SWEPT_AT, scriptedListing, sweptThrough, warmNo, ZONE_A, ZONE_B } from "./sweeping.ts";

const INSTANCES = [1, 2, 3, 4].map((n) => warmNo(n, { az: n === 4 ? ZONE_B : ZONE_A }));
const row = (n: number, state?: "stopping") => rowOf(INSTANCES[n - 1]!, state);

describe("one odd row of a page", () => {
  /** Three rows in one zone: the second cannot be held against its record, and the third has begun to stop. */
  const oddOne = async (error: Error): Promise<Stage> => {
    const stopped = row(3, "stopping");
    const listing = scriptedListing({ [ZONE_A]: [[row(1), row(2), stopped]], [ZONE_B]: [[row(4)]] });
    const on = await stage({ instances: INSTANCES, listing });
    on.clock.at = SWEPT_AT;
    known(on, stopped);
    const find = on.ports.instances.find;
    const { seenSet } = on.ports;
    const records = async (pool: string, ids: readonly string[]) =>
      ids.includes(row(2).id) ? Promise.reject(error) : seenSet.records(pool, ids);
    const ports = {
      ...on.ports,
      seenSet: { ...seenSet, records },
      instances: { ...on.ports.instances, find: (id: string) => (id === row(2).id ? Promise.reject(error) : find(id)) },
    };
    return { ...on, ports };
  };

  it.each([new PortError("terminal", "UnreadableShape", "shape 9"), new TypeError("no terms")])(
    "that fails for good (%s) keeps no other from being mended, is counted, and proves nothing",
    async (error) => {
      const on = await oddOne(error);
      const swept = await sweptThrough(on);
      expect(swept.shards).toMatchObject([
        { state: "done", rows: 3 },
        { state: "done", rows: 1 },
      ]);
      expect(swept.findings).toMatchObject({ missed: { "ec2:stopping": 1 }, suspected: 0, gone: 0 });
      const code = error instanceof PortError ? error.code : "Unexpected";
      expect(on.counted).toContain(`sweep-row-failed ${REGION} ${code}`);
    },
  );

  it("that fails for now has its page read again", async () => {
    const on = await oddOne(new PortError("retryable", "Away", "away"));
    const begun = await startSweep(on.ports, REGION);
    const id = begun.kind === "started" ? begun.sweep.id : "";
    await expect(sweep(on.ports, id)).rejects.toMatchObject({ code: "Away" });
  });

  it("that is listed without a field is seen, so that nobody takes it for missing", async () => {
    const listing = scriptedListing({ [ZONE_B]: [[row(4)]] });
    listing.instead.push({ kind: "page", rows: [row(1), row(3)], incomplete: [row(2).id] });
    const on = await stage({ instances: INSTANCES, listing });
    on.clock.at = SWEPT_AT;
    const swept = await sweptThrough(on);
    expect(swept).toMatchObject({ findings: { suspected: 0 }, shards: [{ rows: 3 }, { rows: 1 }] });
    expect(on.counted).toContain(`sweep-row-failed ${REGION} IncompleteAnswer`);
  });
});
