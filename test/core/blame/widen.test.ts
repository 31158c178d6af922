import { describe, expect, it } from "vitest";
import { admits } from "../../../core/blame/admit.ts";
import { proved } from "../../../core/blame/proved.ts";
import { newBlameLedger } from "../../../core/model/blame/ledger.ts";
import { MINUTE_MS } from "../../../core/model/time.ts";
import { EPOCH } from "../../builders.ts";
import { aBlame, failing, IMPAIRED, inZone, scopesOpen, there } from "./where.ts";

const NONE = newBlameLedger();
const SERVER = aBlame({
  code: "Server.InternalError",
  owner: "aws",
  scope: "offering",
  widest: "region",
  alert: "offering-impaired",
});

describe("a pattern widens", () => {
  it("not for one bad zone, whatever types fail in it", () => {
    const ledger = failing(NONE, IMPAIRED, [
      inZone("a"),
      inZone("a"),
      inZone("a", "m5.xlarge"),
      inZone("a", "m5.xlarge"),
    ]);
    expect(scopesOpen(ledger)).toEqual(["offering", "offering"]);
    expect(admits(ledger, inZone("b"), EPOCH + MINUTE_MS).kind).toBe("free");
  });

  it("from two zones to the template", () =>
    expect(scopesOpen(failing(NONE, IMPAIRED, [inZone("a"), inZone("a"), inZone("b"), inZone("b")]))).toContain(
      "template",
    ));

  it("not where the template succeeded in the meantime", () => {
    const zoneA = failing(NONE, IMPAIRED, [inZone("a"), inZone("a")]);
    const alive = proved(zoneA, { where: inZone("c"), launchedAt: EPOCH - MINUTE_MS, readyAt: EPOCH + 3_000 });
    expect(scopesOpen(failing(alive, IMPAIRED, [inZone("b"), inZone("b")], EPOCH + 5_000))).toEqual([
      "offering",
      "offering",
    ]);
  });

  it("from two pools to the region, where the account is at fault", () => {
    const other = there({ pool: "linux-ci", template: "linux@1" });
    const ledger = failing(NONE, aBlame(), [there(), there(), other, other]);
    expect(scopesOpen(ledger)).toContain("region");
    expect(admits(ledger, there({ pool: "third" }), EPOCH + MINUTE_MS).kind).toBe("held");
  });

  it("from two templates of a pool to the pool", () => {
    const next = there({ template: "windows-2022-build@4" });
    expect(scopesOpen(failing(NONE, aBlame(), [there(), there(), next, next]))).toEqual([
      "template",
      "template",
      "pool",
    ]);
  });

  it("from the zones of two pools to the region, where AWS is at fault", () => {
    const pools = ["one", "two"].flatMap((pool) =>
      ["a", "a", "b", "b"].map((zone) => ({ ...inZone(zone), pool, template: `${pool}@1` })),
    );
    const apart = pools.map((where, n) => (n < 4 ? where : { ...where, offering: `${where.offering}/spot` }));
    expect(scopesOpen(failing(NONE, SERVER, apart))).toContain("region");
  });

  it("no further than whose fault it is", () => {
    const template = aBlame({ code: "InvalidAMIID.NotFound", owner: "template", widest: "template" });
    const other = there({ pool: "linux-ci" });
    expect(scopesOpen(failing(NONE, template, [there(), there(), other, other]))).toEqual(["template", "template"]);
  });
});
