import { describe, expect, test } from "vitest";
import { LAMBDA } from "../../core/model/aws-behaviour.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../core/model/time.ts";
import { poolFile } from "../../events/requests/pool-file.v1.ts";
import { put } from "../../local/client.ts";
import { localCloud } from "../../local/cloud.ts";
import { EPOCH, REGION } from "../builders.ts";

const DAY_SECONDS = 86_400;
const QUARANTINED_HOURS = 24;
/** A pool whose members never become ready, and are kept in quarantine for a day. */
const poolsOf = (stopped: number) =>
  poolFile.parse({
    version: 1,
    templates: [
      {
        name: "silent",
        os: "linux",
        images: { [REGION]: "ami-0f0e0d0c0b0a09080" },
        types: ["m7i.large"],
        subnets: { [`${REGION}a`]: "subnet-0aaa000000000000a" },
        ready: { by: "signals", needs: ["never-sent"] },
      },
    ],
    pools: [
      {
        id: "kept",
        template: "silent",
        region: REGION,
        target: { stopped },
        max: { instances: 2 },
        deadlines: { preparingSeconds: 60, quarantinedSeconds: DAY_SECONDS },
      },
    ],
  });

describe("a deadline of a day", () => {
  test("comes by a chain of more messages than Lambda would let pass, and acts when it is due", async () => {
    const states = new Map<string, { readonly state: string; readonly at: number }[]>();
    const dead: string[] = [];
    const cloud = localCloud({
      seed: 1,
      start: EPOCH,
      region: REGION,
      haste: { tickMs: 10 * MINUTE_MS, unmanagedGapMs: HOUR_MS },
      agents: () => async () => Response.json({}, { status: 403 }),
    });
    cloud.watch((fact, at) => {
      if (fact.kind === "dead") dead.push(`${fact.from}: ${fact.error}`);
      if (fact.kind !== "written" || fact.written.kind !== "instance") return;
      const { id, state } = fact.written.after;
      states.set(id, [...(states.get(id) ?? []), { state, at }]);
    });
    cloud.scheduler.after(0, async () => void (await cloud.api.fetch(put("/pools", poolsOf(1)))));
    // One is enough.
    cloud.scheduler.after(2 * MINUTE_MS, async () => void (await cloud.api.fetch(put("/pools", poolsOf(0)))));
    await cloud.run(EPOCH + DAY_MS + 2 * HOUR_MS);
    const [first = []] = states.values();
    const since = (wanted: string) => first.find(({ state }) => state === wanted)?.at ?? Number.NaN;
    const keptHours = (since("retiring") - since("quarantined")) / HOUR_MS;
    expect(keptHours).toBeCloseTo(QUARANTINED_HOURS, 2);
    expect(dead).toEqual([]);
    expect((QUARANTINED_HOURS * HOUR_MS) / (15 * MINUTE_MS)).toBeGreaterThan(LAMBDA.chainInvocationsMax);
  });
});
