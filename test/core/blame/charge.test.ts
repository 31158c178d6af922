import { describe, expect, it } from "vitest";
import { admits, leastFailed, withTrial } from "../../../core/blame/admit.ts";
import { conditionsOf } from "../../../core/blame/alerting.ts";
import { charge, pauseMs } from "../../../core/blame/charge.ts";
import { forgotten, proved } from "../../../core/blame/proved.ts";
import type { Blame } from "../../../core/model/blame/blame.ts";
import { type BlameLedger, newBlameLedger, type Where } from "../../../core/model/blame/ledger.ts";
import {
  ALIKE_MEMBER_FAILURES,
  ALIKE_WITHIN_MS,
  BLAME_BREAKERS_MAX,
  BLAME_OPEN_LEAST_MS,
  BLAME_OPEN_MOST_MS,
  BLAME_TRIAL_MS,
} from "../../../core/model/blame-limits.ts";
import { MINUTE_MS } from "../../../core/model/time.ts";
import { EPOCH, instanceNo } from "../../builders.ts";
import { aBlame, inZone, there } from "./where.ts";

/** Failures one second apart, each of another member unless `same`. */
const failing = (ledger: BlameLedger, blame: Blame, wheres: readonly Where[], at = EPOCH, same = false): BlameLedger =>
  wheres.reduce(
    (sofar, where, n) =>
      charge(sofar, blame, { subject: instanceNo(same ? 1 : at / 1_000 + n), where, at: at + n * 1_000 }),
    ledger,
  );
const NONE = newBlameLedger();
const scopes = ({ breakers }: BlameLedger) => breakers.filter(({ open }) => open).map(({ scope }) => scope);
const IMPAIRED = aBlame({
  code: "launch-died",
  owner: "offering",
  scope: "offering",
  widest: "template",
  alert: "offering-impaired",
});
const SERVER = aBlame({
  code: "Server.InternalError",
  owner: "aws",
  scope: "offering",
  widest: "region",
  alert: "offering-impaired",
});
const GUEST = aBlame({ code: "evidence-failed", owner: "member", scope: "template", widest: "template" });
const KILLED = aBlame({
  code: "terminated-unasked",
  owner: "account",
  scope: "pool",
  widest: "region",
  alert: "changed-by-others",
});

describe("a pattern", () => {
  it("is two members of a template that fail alike, through no fault of theirs", () => {
    const one = failing(NONE, aBlame(), [there()]);
    expect(admits(one, there(), EPOCH)).toEqual({ kind: "free" });
    const two = failing(NONE, aBlame(), [there(), inZone("b")]);
    expect(scopes(two)).toEqual(["template"]);
    expect(admits(two, inZone("c"), EPOCH + MINUTE_MS)).toMatchObject({
      kind: "held",
      until: EPOCH + 1_000 + BLAME_OPEN_LEAST_MS,
      by: { fix: "let the role make grants of the key", subjects: [expect.any(String), expect.any(String)] },
    });
  });

  it("is not one member that fails twice", () =>
    expect(scopes(failing(NONE, aBlame(), [there(), there()], EPOCH, true))).toEqual([]));

  it("is not two failures that are not alike", () => {
    const first = failing(NONE, aBlame(), [there()]);
    expect(scopes(failing(first, aBlame({ code: "Client.VolumeLimitExceeded" }), [there()], EPOCH + 5_000))).toEqual(
      [],
    );
  });

  it("is not two failures far apart", () => {
    const first = failing(NONE, aBlame(), [there()]);
    expect(scopes(failing(first, aBlame(), [there()], EPOCH + ALIKE_WITHIN_MS + 1_000))).toEqual([]);
  });

  it("takes more members where it is their own fault", () => {
    const all = Array.from({ length: ALIKE_MEMBER_FAILURES }, () => there());
    expect(scopes(failing(NONE, GUEST, all.slice(1)))).toEqual([]);
    expect(scopes(failing(NONE, GUEST, all))).toEqual(["template"]);
  });

  it("holds the template in its pool, and no other pool or template", () => {
    const ledger = failing(NONE, aBlame(), [there(), there()]);
    const now = EPOCH + MINUTE_MS;
    expect(admits(ledger, there({ pool: "linux-ci" }), now).kind).toBe("free");
    expect(admits(ledger, there({ template: "windows-2022-build@4" }), now).kind).toBe("free");
    expect(admits(ledger, there({ region: "us-east-1" }), now).kind).toBe("free");
  });

  it("charges nothing where nothing backs off", () =>
    expect(
      charge(NONE, aBlame({ owner: "claim", scope: "none", widest: "none" }), {
        subject: "x",
        where: there(),
        at: EPOCH,
      }),
    ).toBe(NONE));
});

describe("a pattern widens", () => {
  it("not for one bad zone, whatever types fail in it", () => {
    const ledger = failing(NONE, IMPAIRED, [
      inZone("a"),
      inZone("a"),
      inZone("a", "m5.xlarge"),
      inZone("a", "m5.xlarge"),
    ]);
    expect(scopes(ledger)).toEqual(["offering", "offering"]);
    expect(admits(ledger, inZone("b"), EPOCH + MINUTE_MS).kind).toBe("free");
  });

  it("from two zones to the template", () =>
    expect(scopes(failing(NONE, IMPAIRED, [inZone("a"), inZone("a"), inZone("b"), inZone("b")]))).toContain(
      "template",
    ));

  it("not where the template succeeded in the meantime", () => {
    const zoneA = failing(NONE, IMPAIRED, [inZone("a"), inZone("a")]);
    const alive = proved(zoneA, { where: inZone("c"), launchedAt: EPOCH - MINUTE_MS, readyAt: EPOCH + 3_000 });
    expect(scopes(failing(alive, IMPAIRED, [inZone("b"), inZone("b")], EPOCH + 5_000))).toEqual([
      "offering",
      "offering",
    ]);
  });

  it("from two pools to the region, where the account is at fault", () => {
    const other = there({ pool: "linux-ci", template: "linux@1" });
    const ledger = failing(NONE, aBlame(), [there(), there(), other, other]);
    expect(scopes(ledger)).toContain("region");
    expect(admits(ledger, there({ pool: "third" }), EPOCH + MINUTE_MS).kind).toBe("held");
  });

  it("from two templates of a pool to the pool", () => {
    const next = there({ template: "windows-2022-build@4" });
    expect(scopes(failing(NONE, aBlame(), [there(), there(), next, next]))).toEqual(["template", "template", "pool"]);
  });

  it("from the zones of two pools to the region, where AWS is at fault", () => {
    const pools = ["one", "two"].flatMap((pool) =>
      ["a", "a", "b", "b"].map((zone) => ({ ...inZone(zone), pool, template: `${pool}@1` })),
    );
    const apart = pools.map((where, n) => (n < 4 ? where : { ...where, offering: `${where.offering}/spot` }));
    expect(scopes(failing(NONE, SERVER, apart))).toContain("region");
  });

  it("no further than whose fault it is", () => {
    const template = aBlame({ code: "InvalidAMIID.NotFound", owner: "template", widest: "template" });
    const other = there({ pool: "linux-ci" });
    expect(scopes(failing(NONE, template, [there(), there(), other, other]))).toEqual(["template", "template"]);
  });
});

describe("an open breaker", () => {
  const open = failing(NONE, aBlame(), [there(), there()]);
  const over = EPOCH + 1_000 + BLAME_OPEN_LEAST_MS;

  it("lets one trial through after its pause, and no other until that is settled", () => {
    expect(admits(open, there(), over)).toEqual({ kind: "trial" });
    const trying = withTrial(open, there(), over);
    expect(admits(trying, there(), over + MINUTE_MS)).toMatchObject({ kind: "held", until: over + BLAME_TRIAL_MS });
    expect(admits(trying, there(), over + BLAME_TRIAL_MS)).toEqual({ kind: "trial" });
  });

  it("begins no trial within its pause", () => expect(withTrial(open, there(), over - 1)).toEqual(open));

  it("stays open twice as long after each trial that fails, up to a bound", () => {
    let ledger = open;
    const pauses: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      const at = Math.max(...ledger.breakers.map((each) => each.open?.until ?? 0));
      ledger = failing(withTrial(ledger, there(), at), aBlame(), [there()], at + MINUTE_MS);
      pauses.push((ledger.breakers[0]!.open!.until - at - MINUTE_MS) / MINUTE_MS);
    }
    expect(pauses).toEqual([20, 40, 80, 120, 120, 120]);
    expect(pauseMs(20)).toBe(BLAME_OPEN_MOST_MS);
  });

  it("is not held longer by what was under way when it opened", () =>
    expect(failing(open, aBlame(), [there()], EPOCH + MINUTE_MS).breakers[0]?.open).toEqual(open.breakers[0]?.open));

  it("closes by a success that began after it opened, not by one from before", () => {
    const readyAt = EPOCH + 5 * MINUTE_MS;
    expect(scopes(proved(open, { where: there(), launchedAt: EPOCH, readyAt }))).toEqual(["template"]);
    expect(scopes(proved(open, { where: there(), launchedAt: EPOCH + 2_000, readyAt }))).toEqual([]);
    expect(scopes(proved(open, { where: there({ pool: "linux-ci" }), launchedAt: EPOCH + 2_000, readyAt }))).toEqual([
      "template",
    ]);
  });

  it("of what others do to members does not close by a success: it only lets the next one through", () => {
    const killed = failing(NONE, KILLED, [there(), there()]);
    const trying = withTrial(killed, there(), over);
    const after = proved(trying, { where: there(), launchedAt: over, readyAt: over + MINUTE_MS });
    expect(admits(after, there(), over + MINUTE_MS)).toEqual({ kind: "trial" });
  });

  it("is forgotten when nothing has failed for long after its pause", () => {
    expect(forgotten(open, over + ALIKE_WITHIN_MS).breakers).toHaveLength(1);
    expect(forgotten(open, over + ALIKE_WITHIN_MS + 1).breakers).toEqual([]);
  });
});

describe("what counts towards a breaker", () => {
  it("counts from nought after a success", () => {
    const counted = proved(failing(NONE, aBlame(), [there()]), {
      where: there(),
      launchedAt: EPOCH,
      readyAt: EPOCH + MINUTE_MS,
    });
    expect(scopes(failing(counted, aBlame(), [there()], EPOCH + 2 * MINUTE_MS))).toEqual([]);
  });

  it("is bounded: what failed longest ago leaves", () => {
    const many = Array.from({ length: BLAME_BREAKERS_MAX + 5 }, (_, n) => there({ pool: `pool-${n}` }));
    const { breakers } = failing(NONE, aBlame(), many);
    expect(breakers).toHaveLength(BLAME_BREAKERS_MAX);
    expect(breakers[0]?.where.pool).toBe("pool-5");
  });
});

describe("a trial", () => {
  it("goes first where nothing failed, and last where it failed last", () => {
    const ledger = failing(NONE, IMPAIRED, [inZone("b"), inZone("a")]);
    const order = leastFailed(ledger, [inZone("a"), inZone("b"), inZone("c"), inZone("d")]);
    expect(order.map(({ offering }) => offering.split("/")[0]?.at(-1)).join("")).toBe("cdba");
  });
});

describe("people", () => {
  it("are alerted to an open breaker once, by the widest of its code, with the fix", () => {
    const other = there({ pool: "linux-ci", template: "linux@1" });
    expect(conditionsOf(failing(NONE, aBlame(), [there()]))).toEqual([]);
    expect(conditionsOf(failing(NONE, aBlame(), [there(), there(), other, other]))).toEqual([
      {
        kind: "key-unusable",
        subject: "eu-west-1",
        since: EPOCH + 3_000,
        code: "Client.InternalError",
        fix: "let the role make grants of the key",
      },
    ]);
  });

  it("are not alerted to what they can do nothing about", () =>
    expect(
      conditionsOf(
        failing(
          NONE,
          GUEST_WITHOUT_ALERT,
          Array.from({ length: 5 }, () => there()),
        ),
      ),
    ).toEqual([]));
});
const { alert: _, ...GUEST_WITHOUT_ALERT } = GUEST;
