import { describe, expect, test } from "vitest";
import type { Names } from "../../core/ports/modifications.ts";

export interface NamesSubject {
  readonly names: Names;
  /** A zone there is; left out: `Z1`. */
  readonly zone?: string;
  close(): Promise<void>;
}

/** What hosted zones promise. */
export function namesContract(name: string, open: () => Promise<NamesSubject>): void {
  const during = async (work: (names: Names, zone: string) => Promise<void>) => {
    const { names, zone = "Z1", close } = await open();
    await work(names, zone).finally(close);
  };
  const inZone = (zone: string) => ({ zone, name: "a.ci.example.com", ttlSeconds: 60 });
  const [here, there] = ["10.0.0.1", "10.0.0.2"];

  describe(`a name, of ${name}`, () => {
    test("stands for one address, twice as well as once, and for another after that", () =>
      during(async (names, zone) => {
        for (const ip of [here, here, there]) expect(await names.point(inZone(zone), ip)).toEqual({ kind: "asked" });
        expect(await names.unpoint(inZone(zone), there)).toEqual({ kind: "asked" });
      }));

    test("is taken away only if it stands for exactly that, and once", () =>
      during(async (names, zone) => {
        const dns = inZone(zone);
        await names.point(dns, here);
        expect(await names.unpoint(dns, there)).toEqual({ kind: "already" });
        expect(await names.unpoint({ ...dns, ttlSeconds: 61 }, here)).toEqual({ kind: "already" });
        expect(await names.unpoint({ ...dns, name: "b.ci.example.com" }, here)).toEqual({ kind: "already" });
        expect(await names.unpoint(dns, here)).toEqual({ kind: "asked" });
        expect(await names.unpoint(dns, here)).toEqual({ kind: "already" });
      }));

    test("is a mistake in a zone that is not there", () =>
      during(async (names) => {
        const missing = { kind: "mistaken", error: "NoSuchHostedZone" };
        expect(await names.point(inZone("Z0123456789DEAD"), here)).toEqual(missing);
        expect(await names.unpoint(inZone("Z0123456789DEAD"), here)).toEqual(missing);
      }));
  });
}
