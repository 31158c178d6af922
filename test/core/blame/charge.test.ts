import { describe, expect, it } from "vitest";
import { admits, leastFailed } from "../../../core/blame/admit.ts";
import { conditionsOf } from "../../../core/blame/alerting.ts";
import { charge } from "../../../core/blame/charge.ts";
import { proved } from "../../../core/blame/proved.ts";
import { newBlameLedger } from "../../../core/model/blame/ledger.ts";
import {
  ALIKE_MEMBER_FAILURES,
  ALIKE_WITHIN_MS,
  BLAME_BREAKERS_MAX,
  BLAME_OPEN_LEAST_MS,
} from "../../../core/model/blame-limits.ts";
import { MINUTE_MS } from "../../../core/model/time.ts";
import { EPOCH } from "../../builders.ts";
import { aBlame, failing, IMPAIRED, inZone, scopesOpen, there } from "./where.ts";

const NONE = newBlameLedger();
const GUEST = aBlame({ code: "evidence-failed", owner: "member", scope: "template", widest: "template" });

describe("a pattern", () => {
  it("is two members of a template that fail alike, through no fault of theirs", () => {
    const one = failing(NONE, aBlame(), [there()]);
    expect(admits(one, there(), EPOCH)).toEqual({ kind: "free" });
    const two = failing(NONE, aBlame(), [there(), inZone("b")]);
    expect(scopesOpen(two)).toEqual(["template"]);
    expect(admits(two, inZone("c"), EPOCH + MINUTE_MS)).toMatchObject({
      kind: "held",
      until: EPOCH + 1_000 + BLAME_OPEN_LEAST_MS,
      by: { fix: "let the role make grants of the key", subjects: [expect.any(String), expect.any(String)] },
    });
  });

  it("is not one member that fails twice", () =>
    expect(scopesOpen(failing(NONE, aBlame(), [there(), there()], EPOCH, true))).toEqual([]));

  it("is not two failures that are not alike", () => {
    const first = failing(NONE, aBlame(), [there()]);
    expect(
      scopesOpen(failing(first, aBlame({ code: "Client.VolumeLimitExceeded" }), [there()], EPOCH + 5_000)),
    ).toEqual([]);
  });

  it("is not two failures far apart", () => {
    const first = failing(NONE, aBlame(), [there()]);
    expect(scopesOpen(failing(first, aBlame(), [there()], EPOCH + ALIKE_WITHIN_MS + 1_000))).toEqual([]);
  });

  it("takes more members where it is their own fault", () => {
    const all = Array.from({ length: ALIKE_MEMBER_FAILURES }, () => there());
    expect(scopesOpen(failing(NONE, GUEST, all.slice(1)))).toEqual([]);
    expect(scopesOpen(failing(NONE, GUEST, all))).toEqual(["template"]);
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

describe("what counts towards a breaker", () => {
  it("counts from nought after a success", () => {
    const counted = proved(failing(NONE, aBlame(), [there()]), {
      where: there(),
      launchedAt: EPOCH,
      readyAt: EPOCH + MINUTE_MS,
    });
    expect(scopesOpen(failing(counted, aBlame(), [there()], EPOCH + 2 * MINUTE_MS))).toEqual([]);
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
