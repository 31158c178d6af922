import { describe, expect, it } from "vitest";
import { LEAKS_MAX } from "../../../core/model/limits.ts";
import { NOTHING_FOUND } from "../../../core/model/sweep.ts";
import { type SweepFinding, withFindings } from "../../../core/reconcile/findings.ts";
import { newSweep } from "../../../core/reconcile/shards.ts";
import { EPOCH, instanceNo, REGION } from "../../builders.ts";

const sweep = newSweep(REGION, [`${REGION}a`], EPOCH);
const after = (...found: readonly SweepFinding[]) => withFindings(sweep, found).findings;

describe("findings", () => {
  it("leave the sweep itself as it is, and none adds nothing", () => {
    expect(withFindings(sweep, [{ kind: "gone" }])).toEqual({ ...sweep, findings: { ...NOTHING_FOUND, gone: 1 } });
    expect(withFindings(sweep, [])).toEqual(sweep);
  });

  it.each([
    ["adopted", "adopted"],
    ["retired", "retired"],
    ["drifted", "drifted"],
    ["suspected", "suspected"],
    ["came-back", "cameBack"],
    ["gone", "gone"],
  ] as const)("count what is %s", (kind, counter) => {
    expect(after({ kind }, { kind })).toEqual({ ...NOTHING_FOUND, [counter]: 2 });
  });

  it("count what was missed by the event that should have reported it, and keep the longest", () => {
    const missed = (event: string, lateMs: number): SweepFinding => ({ kind: "missed", event, lateMs });
    const { missed: counts, lateMsMax } = after(
      missed("ec2:stopped", 4),
      missed("ec2:running", 9),
      missed("ec2:stopped", 7),
    );
    expect(counts).toEqual({ "ec2:stopped": 2, "ec2:running": 1 });
    expect(lateMsMax).toBe(9);
  });

  it("count by what they said the rows that were taken for events, and nothing where none was", () => {
    const emitted = (event: string): SweepFinding => ({ kind: "emitted", event });
    const { emitted: counts } = after(emitted("ec2:stopped"), emitted("ec2:running"), emitted("ec2:stopped"));
    expect(counts).toEqual({ "ec2:stopped": 2, "ec2:running": 1 });
    expect(after({ kind: "gone" })).not.toHaveProperty("emitted");
  });

  it("add to those of earlier pages", () => {
    expect(withFindings(withFindings(sweep, [{ kind: "gone" }]), [{ kind: "gone" }]).findings.gone).toBe(2);
  });

  it("name each leak once, and no more than are bearable", () => {
    const leak = (n: number): SweepFinding => ({ kind: "leak", id: instanceNo(n) });
    expect(after(leak(1), leak(2), leak(1)).leaks).toEqual([instanceNo(1), instanceNo(2)]);
    const many = after(...Array.from({ length: LEAKS_MAX + 5 }, (_, n) => leak(n))).leaks;
    expect(many).toHaveLength(LEAKS_MAX);
    expect(many[0]).toBe(instanceNo(0));
  });
});
