import { describe, expect, it } from "vitest";
import { admits, leastFailed, withTrial } from "../../../core/blame/admit.ts";
import { conditionsOf } from "../../../core/blame/alerting.ts";
import { charge } from "../../../core/blame/charge.ts";
import { blameForStateReason } from "../../../core/blame/of-state-reason.ts";
import { blameForSymptom } from "../../../core/blame/of-symptom.ts";
import { forgotten, proved } from "../../../core/blame/proved.ts";
import type { Blame } from "../../../core/model/blame/blame.ts";
import { type BlameLedger, newBlameLedger, type Where } from "../../../core/model/blame/ledger.ts";
import { LAUNCHES_PER_HOUR_UNPROVEN_MAX as MAX } from "../../../core/model/blame-limits.ts";
import { HOUR_MS, MINUTE_MS } from "../../../core/model/time.ts";
import { EPOCH, instanceNo } from "../../builders.ts";
import { inZone } from "./where.ts";

const OFFERINGS = ["a", "b", "c"].flatMap((zone) => ["m7i.large", "m6i.large"].map((type) => inZone(zone, type)));
/** What becomes of a launch, and how long after it. */
type Outcome = { readonly takesMs: number } & (
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly blame: Blame }
);
interface Launched {
  readonly where: Where;
  readonly id: string;
  readonly at: number;
  readonly outcome: Outcome;
  readonly settled: boolean;
}

/** A pool of so many that fills up each minute wherever the ledger lets it, from the least used offering; what it keeps warm is claimed
 *  at the given pace. */
function filling({
  target,
  hours,
  claimEveryMs,
  outcomeOf,
}: {
  target: number;
  hours: number;
  claimEveryMs?: number;
  outcomeOf(where: Where): Outcome;
}) {
  let ledger: BlameLedger = newBlameLedger();
  let launches: readonly Launched[] = [];
  /** Launches since one became ready last; the planner bounds them, whatever breakers say. */
  let unproven: number[] = [];
  let [warm, served] = [0, 0];
  for (let now = EPOCH; now < EPOCH + hours * HOUR_MS; now += MINUTE_MS) {
    ledger = forgotten(ledger, now);
    launches = launches.map((each) => {
      if (each.settled || each.at + each.outcome.takesMs > now) return each;
      const { where, id, at, outcome } = each;
      if (outcome.kind === "ready") [warm, unproven] = [warm + 1, []];
      ledger =
        outcome.kind === "ready"
          ? proved(ledger, { where, launchedAt: at, readyAt: now })
          : charge(ledger, outcome.blame, { subject: id, where, at: now });
      return { ...each, settled: true };
    });
    if (claimEveryMs && warm > 0 && (now - EPOCH) % claimEveryMs === 0) [warm, served] = [warm - 1, served + 1];
    const underWay = launches.filter(({ settled }) => !settled).length;
    const used = (where: Where) => launches.filter((each) => each.where === where && !each.settled).length;
    unproven = unproven.filter((at) => at > now - HOUR_MS);
    for (let want = target - warm - underWay; want > 0 && unproven.length < MAX; want -= 1) {
      const open = leastFailed(ledger, OFFERINGS).filter((where) => admits(ledger, where, now).kind !== "held");
      const [where] = open.toSorted((one, other) => used(one) - used(other));
      if (!where) break;
      ledger = withTrial(ledger, where, now);
      unproven.push(now);
      launches = [
        ...launches,
        { where, id: instanceNo(launches.length), at: now, outcome: outcomeOf(where), settled: false },
      ];
    }
  }
  return { ledger, launches, served, warm };
}

const dies = (blame: Blame): Outcome => ({ kind: "failed", blame, takesMs: 3_000 });
const KEY = blameForStateReason("Client.InternalError", "Client.InternalError: Client error on launch");

describe("a pool of six in three zones", () => {
  it("whose launches all die of the key makes at most 20 in two hours, and says what to do", () => {
    const { launches, ledger } = filling({ target: 6, hours: 2, outcomeOf: () => dies(KEY) });
    expect(launches.length).toBeLessThanOrEqual(10);
    expect(conditionsOf(ledger)).toEqual([
      expect.objectContaining({ kind: "key-unusable", fix: expect.stringContaining("kms:CreateGrant") }),
    ]);
  });

  it("whose launches all die without a reason makes at most 20 in two hours", () =>
    expect(
      filling({ target: 6, hours: 2, outcomeOf: () => dies(blameForSymptom("launch-died")) }).launches.length,
    ).toBeLessThanOrEqual(20));

  it.each([
    ["swallows", { kind: "failed", blame: blameForSymptom("launch-never-running"), takesMs: 2 * MINUTE_MS }],
    ["kills", dies(blameForSymptom("launch-died"))],
  ] as const)("one of which %s what is launched there fills up from the others and serves", (_, outcome) => {
    const { launches, warm, served } = filling({
      target: 6,
      hours: 2,
      claimEveryMs: 6 * MINUTE_MS,
      outcomeOf: ({ offering }) =>
        offering.startsWith("eu-west-1a") ? outcome : { kind: "ready", takesMs: 2 * MINUTE_MS },
    });
    expect(served).toBe(19);
    expect(warm).toBeGreaterThanOrEqual(4);
    const inA = launches.filter(({ where }) => where.offering.startsWith("eu-west-1a"));
    expect(inA.length).toBeLessThanOrEqual(12);
  });

  it("is full again within an hour of the key's repair", () => {
    let count = 0;
    const { warm } = filling({
      target: 6,
      hours: 3,
      outcomeOf: () => {
        count += 1;
        return count <= 8 ? dies(KEY) : { kind: "ready", takesMs: 2 * MINUTE_MS };
      },
    });
    expect(warm).toBe(6);
  });
});
