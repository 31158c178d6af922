import { describe, expect, test } from "vitest";
import { type Claim, turnOf } from "../../../core/model/claim.ts";
import type { Claims } from "../../../core/ports/store.ts";
import { aClaim, claimNo, EPOCH, next, POOL } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

/** The queue may lag behind the writes: what it comes to is what counts. */
const comesTo = (claims: Claims, queue: readonly Claim[], { pool = POOL, limit = 10 } = {}) =>
  expect.poll(() => claims.pending(pool, limit)).toEqual(queue);
const listed = (claims: Claims, from: Parameters<Claims["page"]>[1], list: readonly Claim[]) =>
  expect.poll(() => claims.page(POOL, from)).toEqual(list);
const queued = (n: number, requestedAt: number, changes: Partial<Claim> = {}) =>
  aClaim({ id: claimNo(n), requestedAt, ...changes });

export function claimsContract(makeSubject: MakeSubject): void {
  describe("claims", () => {
    test("an id that no claim has is not found, and a queue that nobody stands in is empty", async () => {
      const { claims } = (await makeSubject()).store;
      expect(await claims.find(claimNo(9))).toBeUndefined();
      expect(await claims.pending(POOL, 10)).toEqual([]);
      expect(await claims.page(POOL, { limit: 10 })).toEqual([]);
    });

    test("pending claims stand in line by the moment of their request", async () => {
      const { records, claims } = (await makeSubject()).store;
      const [third, first, second] = [queued(1, EPOCH + 9_000), queued(2, EPOCH), queued(3, EPOCH + 1)];
      for (const claim of [third, first, second]) await records.commit({ claim });
      await comesTo(claims, [first, second, third]);
    });

    test("the line is by number, not by digits", async () => {
      const { records, claims } = (await makeSubject()).store;
      const [late, early] = [queued(1, 10_000_000_000_000), queued(2, 9_999_999_999_999)];
      for (const claim of [late, early]) await records.commit({ claim });
      await comesTo(claims, [early, late]);
    });

    test("claims of one moment stand by id, every time", async () => {
      const { records, claims } = (await makeSubject()).store;
      const together = [1, 2, 3, 4, 5].map((n) => queued(n, EPOCH));
      for (const claim of together) await records.commit({ claim });
      await comesTo(
        claims,
        together.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
      );
    });

    test("at most `limit` are read, the oldest", async () => {
      const { records, claims } = (await makeSubject()).store;
      const line = [1, 2, 3, 4].map((n) => queued(n, EPOCH + n));
      for (const claim of line) await records.commit({ claim });
      await comesTo(claims, line.slice(0, 3), { limit: 3 });
    });

    test("each pool has its own queue", async () => {
      const { records, claims } = (await makeSubject()).store;
      const [ours, theirs] = [queued(1, EPOCH), queued(2, EPOCH, { pool: "linux-build" })];
      for (const claim of [ours, theirs]) await records.commit({ claim });
      await comesTo(claims, [ours]);
      await comesTo(claims, [theirs], { pool: "linux-build" });
    });

    test("who is served leaves the queue, and who lost an instance comes back to its turn", async () => {
      const { records, claims } = (await makeSubject()).store;
      const [first, second] = [queued(1, EPOCH), queued(2, EPOCH + 1)];
      for (const claim of [first, second]) await records.commit({ claim });
      const served = next(first, { state: "leased" });
      await records.commit({ claim: served });
      await comesTo(claims, [second]);
      const again = next(served, { state: "pending", failedHandOvers: 1 });
      await records.commit({ claim: again });
      await comesTo(claims, [again, second]);
    });

    test.each(["leased", "delivered", "released", "refused", "lost"] as const)(
      "a claim that begins %s is found and was never in the queue",
      async (state) => {
        const { records, claims } = (await makeSubject()).store;
        const claim = queued(1, EPOCH, { state, endedAt: EPOCH });
        const waiting = queued(2, EPOCH);
        for (const each of [claim, waiting]) await records.commit({ claim: each });
        expect(await claims.find(claim.id)).toEqual(claim);
        await comesTo(claims, [waiting]);
      },
    );

    test("the claims that a wish stands on are listed until it is over, whatever became of them", async () => {
      const { records, claims } = (await makeSubject()).store;
      const persistence = { generation: 1, failures: 0 };
      const asked = (n: number, changes: Partial<Claim>) => queued(n, EPOCH + n, { persistence, ...changes });
      const lost = asked(1, { state: "lost", endedAt: EPOCH });
      const held = asked(2, { state: "delivered" });
      const over = asked(3, { state: "released", endedAt: EPOCH, persistence: { ...persistence, endedAt: EPOCH } });
      const plain = queued(4, EPOCH + 4, { state: "delivered" });
      const waits = asked(5, { state: "pending" });
      for (const claim of [held, lost, over, plain, waits, asked(6, { state: "delivered", pool: "linux-build" })])
        await records.commit({ claim });
      const comes = (from: Parameters<Claims["persistent"]>[1], list: readonly Claim[]) =>
        expect.poll(() => claims.persistent(POOL, from)).toEqual(list);
      await comes({ limit: 10 }, [lost, held]);
      await comes({ limit: 1 }, [lost]);
      await comes({ limit: 10, after: turnOf(lost) }, [held]);
      await comesTo(claims, [waits]);
      const served = next(waits, { state: "leased" });
      const ended = next(lost, { persistence: { ...persistence, endedAt: EPOCH } });
      for (const claim of [served, ended]) await records.commit({ claim });
      await comes({ limit: 10 }, [held, served]);
    });

    test("all claims of a pool are listed in the order of asking, whatever became of them", async () => {
      const { records, claims } = (await makeSubject()).store;
      const served = queued(1, EPOCH + 2, { state: "delivered" });
      const [waits, ended] = [queued(2, EPOCH + 1), queued(3, EPOCH, { state: "released", endedAt: EPOCH })];
      for (const claim of [served, waits, ended, queued(4, EPOCH, { pool: "linux-build" })])
        await records.commit({ claim });
      await listed(claims, { limit: 10 }, [ended, waits, served]);
      const leased = next(waits, { state: "leased" });
      await records.commit({ claim: leased });
      await listed(claims, { limit: 10 }, [ended, leased, served]);
    });

    test("a page of claims is full, and begins behind its marker, whether or not that is a claim's turn", async () => {
      const { records, claims } = (await makeSubject()).store;
      const line = [1, 2, 3, 4, 5].map((n) => queued(n, EPOCH + n));
      for (const claim of line) await records.commit({ claim });
      await listed(claims, { limit: 9 }, line);
      await listed(claims, { limit: 2 }, line.slice(0, 2));
      await listed(claims, { limit: 2, after: turnOf(line[1]!) }, line.slice(2, 4));
      await listed(claims, { limit: 2, after: turnOf(line[3]!) }, line.slice(4));
      await listed(claims, { limit: 2, after: turnOf(line[4]!) }, []);
      await listed(claims, { limit: 9, after: turnOf(queued(6, EPOCH + 3, { id: "" })) }, line.slice(2));
    });
  });
}
