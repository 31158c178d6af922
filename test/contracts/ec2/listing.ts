import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../../../core/model/time.ts";
import type { LaunchRequest } from "../../../core/ports/ec2.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import { anIntent, EPOCH, REGION } from "../../builders.ts";
import { linux, type Open, thrown } from "./subject.ts";

/** What a listing promises. */
export function listingContract(name: string, open: Open): void {
  describe(`a listing, of ${name}`, () => {
    const zone = `${REGION}a`;
    /** The ids of twelve instances, each of a launch of its own. */
    async function twelve(launch: (request: LaunchRequest) => ReturnType<Ports["launcher"]["launch"]>) {
      const ids: string[] = [];
      for (let nth = 0; nth < 12; nth += 1) {
        const done = await launch(linux({ intent: anIntent({ count: 1, token: `token-${nth}` }) }));
        if (done.kind === "launched") ids.push(...done.instances.map(({ id }) => id));
      }
      return ids;
    }

    test("gives a zone's instances page by page, each once, and nothing of another zone", async () => {
      const { ports, during, launch } = await open();
      const ids = await twelve(launch);
      const first = await during(0, () => ports.listing.page({ zone, limit: 8 }));
      if (first.kind !== "page" || first.marker === undefined) throw new Error("no first page");
      const { marker } = first;
      const second = await during(0, () => ports.listing.page({ zone, marker, limit: 8 }));
      if (second.kind !== "page") throw new Error("no second page");
      expect([...first.rows, ...second.rows].map(({ id }) => id).sort()).toEqual(ids.sort());
      expect(second.marker).toBeUndefined();
      const other = await during(0, () => ports.listing.page({ zone: `${REGION}b`, limit: 8 }));
      expect(other).toEqual({ kind: "page", rows: [] });
    });

    const until = EPOCH + 60 * MINUTE_MS;
    test("says that its marker expired", async () => {
      const { ports, during, launch } = await open({ lies: { until, pageRows: 8, expired: 1 } });
      await twelve(launch);
      const first = await during(0, () => ports.listing.page({ zone, limit: 8 }));
      const marker = first.kind === "page" ? first.marker : undefined;
      if (marker === undefined) throw new Error("no marker");
      expect(await during(0, () => ports.listing.page({ zone, marker, limit: 8 }))).toEqual({ kind: "expired" });
    });

    test("says that it was not answered, which is no empty page", async () => {
      const { ports, during, launch } = await open({ lies: { until, pageRows: 8, unanswered: 1 } });
      await twelve(launch);
      const unanswered = { kind: "unanswered", error: "Unavailable" };
      expect(await during(0, () => ports.listing.page({ zone, limit: 8 }))).toEqual(unanswered);
    });

    test("throws when it is throttled: again after", async () => {
      const { ports, during } = await open({ lies: { until, pageRows: 8, throttled: 1 } });
      const throttled = { fate: "retry-after", code: "RequestLimitExceeded" };
      expect(await thrown(during(0, () => ports.listing.page({ zone, limit: 8 })))).toMatchObject(throttled);
    });
  });
}
