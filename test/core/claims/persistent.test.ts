import { describe, expect, it } from "vitest";
import { newClaim } from "../../../core/claims/life.ts";
import {
  care,
  idOf,
  isPersisting,
  needsCare,
  type PersistentClaim,
  persistentClaimOver,
  rootOf,
} from "../../../core/claims/persistent.ts";
import { type Claim, overSince, type Persistence } from "../../../core/model/claim.ts";
import {
  PERSISTENT_RETRY_MAX_MS,
  PERSISTENT_RETRY_MS,
  PERSISTENT_STEADY_MS,
  PERSISTENT_WAIT_MS,
} from "../../../core/model/persistent-limits.ts";
import { HOUR_MS, SECOND_MS } from "../../../core/model/time.ts";
import { aPool, CALLER, EPOCH, instanceNo } from "../../builders.ts";

const REQUEST = { caller: CALLER, key: "ci", pool: "win-build", persistent: true } as const;
const AT = { at: EPOCH + HOUR_MS, cause: "a test" };

/** A claim of the desired state, of a generation. */
const claimOf = (generation: number, changes: Partial<Claim> = {}): Claim => ({
  ...newClaim(generation === 1 ? REQUEST : { ...REQUEST, generation }, aPool(), EPOCH),
  version: 3,
  ...changes,
});
const delivered = { state: "delivered", instance: instanceNo(1), deliveredAt: EPOCH } as const;
const lost = (at = AT.at) => ({ ...delivered, state: "lost", endedAt: at }) as const;
const refused = (at = AT.at) => ({ state: "refused", endedAt: at }) as const;

function asked(
  persistence: Partial<Persistence>,
  latest: Partial<Claim> | undefined,
  more: Partial<PersistentClaim> = {},
): PersistentClaim {
  const stands = { generation: 1, failures: 0, ...persistence };
  const { generation } = stands;
  const root = { ...claimOf(1, generation === 1 ? latest : lost(EPOCH)), persistence: stands };
  return { root, ...(latest && { latest: generation === 1 ? root : claimOf(generation, latest) }), ...more };
}

describe("a kept claim", () => {
  it("is active from its first claim on, and is refused by no patience and no policy", () => {
    const root = newClaim(REQUEST, aPool({ fallback: "refuse" }), EPOCH);
    expect(root).toMatchObject({ persistence: { generation: 1, failures: 0 }, fallback: "queue" });
    expect(root.waitUntil).toBe(EPOCH + PERSISTENT_WAIT_MS);
    expect(isPersisting(root)).toBe(true);
    expect(newClaim({ ...REQUEST, generation: 2 }, aPool(), EPOCH).persistence).toBeUndefined();
    const { persistent: _, ...plain } = REQUEST;
    expect(newClaim(plain, aPool({ fallback: "refuse" }), EPOCH)).toMatchObject({ fallback: "refuse" });
    expect(newClaim(plain, aPool(), EPOCH).persistence).toBeUndefined();
  });

  it("has an id for each generation, the first of which is the key's own", () => {
    const ids = [1, 2, 3, 12].map((generation) => idOf(REQUEST, generation));
    expect(new Set(ids).size).toBe(4);
    expect(ids[0]).toBe(rootOf(REQUEST));
    expect(claimOf(2).id).toBe(ids[1]);
    expect(idOf({ ...REQUEST, key: "ci:2" }, 1)).not.toBe(ids[1]);
  });

  it("is kept as long as its persistent claim is active, and then as any other", () => {
    const { root } = asked({ generation: 2 }, delivered);
    expect(overSince(root)).toBeUndefined();
    expect(overSince(persistentClaimOver(root, AT))).toBe(AT.at);
    expect(overSince(claimOf(2, lost()))).toBe(AT.at);
    expect(overSince({ ...persistentClaimOver(claimOf(1, delivered) as PersistentClaim["root"], AT) })).toBeUndefined();
  });
});

describe("a persistent claim", () => {
  it.each([
    ["waits in the queue", { state: "pending" }],
    ["is being handed over", { state: "leased", instance: instanceNo(1) }],
    ["is delivered", delivered],
  ] as const)("needs nothing while its claim %s", (_, latest) => {
    expect(care(asked({}, latest), AT)).toEqual({ kind: "rest" });
    expect(care(asked({ generation: 3 }, latest), AT)).toEqual({ kind: "rest" });
  });

  it("asks for the next at once when what lasted is lost, and counts no failure", () => {
    const made = care(asked({ generation: 4, failures: 3 }, lost()), AT);
    expect(made).toMatchObject({ kind: "renew", root: { persistence: { generation: 5, failures: 0 }, version: 4 } });
    expect(made.kind === "renew" && made.root.persistence).not.toHaveProperty("holder");
  });

  it("asks for the next while a warned instance still runs, and remembers who has it", () => {
    const made = care(asked({ generation: 2 }, delivered, { interruptedAt: AT.at }), AT);
    expect(made).toMatchObject({ kind: "renew", root: { persistence: { generation: 3, holder: 2 } } });
  });

  it("leaves a warned instance alone that is not delivered yet: the hand-over goes on, or fails by itself", () => {
    const latest = { state: "leased", instance: instanceNo(1) } as const;
    expect(care(asked({}, latest, { interruptedAt: AT.at }), AT)).toEqual({ kind: "rest" });
  });

  it("waits for the end of a warned instance that has the desired state's network interface", () => {
    const overrides = { networkInterface: "eni-0123456789abcdef0" };
    expect(care(asked({ generation: 2 }, { ...delivered, overrides }, { interruptedAt: AT.at }), AT)).toEqual({
      kind: "rest",
    });
    expect(care(asked({ generation: 2 }, { ...lost(), overrides }), AT).kind).toBe("renew");
  });

  it("keeps the holder as long as the next ones fail", () => {
    const holder = claimOf(2, delivered);
    const made = care(asked({ generation: 3, holder: 2 }, refused(), { holder }), AT);
    expect(made).toMatchObject({ kind: "renew", root: { persistence: { generation: 4, holder: 2, failures: 1 } } });
    const gone = care(asked({ generation: 3, holder: 2 }, refused(), { holder: claimOf(2, lost()) }), AT);
    expect(gone.kind === "renew" && gone.root.persistence).toEqual({ generation: 4, failures: 1 });
  });

  it("gives the holder back once the next is delivered, and not before", () => {
    const holder = claimOf(2, delivered);
    const of = (latest: Partial<Claim>) => care(asked({ generation: 3, holder: 2 }, latest, { holder }), AT);
    expect(of({ state: "leased" })).toEqual({ kind: "rest" });
    expect(of(delivered)).toEqual({ kind: "give-back", claims: [holder] });
    expect(care(asked({ generation: 3, holder: 2 }, delivered, { holder: claimOf(2, lost()) }), AT).kind).toBe("rest");
  });

  it("claims what is asked for and not made yet, as it was first asked for", () => {
    const generation = 3;
    expect(care(asked({ generation }, undefined), AT)).toEqual({ kind: "claim", request: { ...REQUEST, generation } });
  });

  it("tries again at once after one failure, then ever more slowly, up to a bound", () => {
    const due = (failures: number) => {
      const made = care(asked({ generation: 2, failures }, refused()), AT);
      return made.kind === "wait" ? made.until - AT.at : 0;
    };
    expect([0, 1, 2, 3].map(due)).toEqual([0, PERSISTENT_RETRY_MS, 2 * PERSISTENT_RETRY_MS, 4 * PERSISTENT_RETRY_MS]);
    expect([50, 5_000].map(due)).toEqual([PERSISTENT_RETRY_MAX_MS, PERSISTENT_RETRY_MAX_MS]);
    const later = { ...AT, at: AT.at + PERSISTENT_RETRY_MS };
    expect(care(asked({ generation: 2, failures: 1 }, refused()), later).kind).toBe("renew");
  });

  it.each([
    [PERSISTENT_STEADY_MS, 0],
    [PERSISTENT_STEADY_MS - 1, 2],
  ])("counts what was used for %i ms as failure number %i in a row", (ms, failures) => {
    const made = care(asked({ generation: 2, failures: 1 }, lost(EPOCH + ms)), AT);
    expect(made.kind === "renew" && made.root.persistence?.failures).toBe(failures);
  });
});

describe("a persistent claim that is over", () => {
  const endedAt = EPOCH + SECOND_MS;

  it("gives back whatever lives of it, and then rests", () => {
    const holder = claimOf(2, delivered);
    const given = care(asked({ generation: 3, holder: 2, endedAt }, { state: "pending" }, { holder }), AT);
    expect(given).toMatchObject({ kind: "give-back", claims: [{ request: { generation: 3 } }, holder] });
    const ended = asked({ generation: 3, holder: 2, endedAt }, refused(), { holder: claimOf(2, lost()) });
    expect(care(ended, AT)).toEqual({ kind: "rest" });
  });

  it("has what is asked for and not made yet written as released, so that nobody can make it", () => {
    const made = care(asked({ generation: 3, endedAt }, undefined), AT);
    expect(made).toMatchObject({
      kind: "forestall",
      claim: { id: idOf(REQUEST, 3), version: 1, state: "released", endedAt: AT.at, last: { from: "none" } },
    });
    expect(made.kind === "forestall" && made.claim).not.toHaveProperty("instance");
    expect(made.kind === "forestall" && made.claim).not.toHaveProperty("persistence");
  });
});

describe("a write of a claim", () => {
  const root = asked({}, delivered).root;
  it.each([
    ["that is delivered", { ...root, state: "leased" as const }, root, true],
    ["that is lost", root, { ...root, ...lost() }, true],
    ["that is refused at once", undefined, { ...root, ...refused() }, true],
    ["whose persistent claim asks for the next", root, { ...root, persistence: { generation: 2, failures: 0 } }, true],
    ["whose persistent claim is over", root, persistentClaimOver(root, AT), true],
    ["that is new, and waits", undefined, { ...root, state: "pending" as const }, false],
    ["that changes nothing for its persistence", root, { ...root, version: 9 }, false],
    ["that is not persistent", undefined, { ...root, ...refused(), request: { caller: CALLER, key: "x" } }, false],
  ])("%s", (_, before, after, needs) => expect(needsCare(before, after)).toBe(needs));
});
