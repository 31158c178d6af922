import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../../core/flows/steps/decide.ts";
import type { Instance, Signal } from "../../../core/model/instance.ts";
import { nonceOf } from "../../../core/model/start.ts";
import type { Requirement } from "../../../core/model/template.ts";
import { judge } from "../../../core/readiness/judge.ts";
import { aTemplate, EPOCH, inState } from "../../builders.ts";

/** A Windows first boot: sysprep and a new name in boot 1, a reboot, the rest in boot 2. EC2Launch says that Windows is ready in both. */
const asked: Extract<Requirement, { by: "signals" }> = {
  by: "signals",
  needs: ["sysprep", "windows-is-ready", "clock", "agent"],
  maxClockOffsetMs: 1_000,
  fromBoot: { "windows-is-ready": 2 },
  bound: true,
};
const preparing = inState("preparing", {
  terms: { ...inState("preparing").terms, evidence: { ...aTemplate().evidence, preparing: asked } },
});
const nonce = nonceOf(preparing)!;
type Sent = Omit<Signal, "at">;
const sent = (name: string, boot: number, more: Partial<Sent> = {}): Sent => ({ name, ok: true, boot, nonce, ...more });

const NEEDED: readonly Sent[] = [
  sent("sysprep", 1),
  sent("windows-is-ready", 2),
  sent("clock", 2, { offsetMs: 12 }),
  sent("agent", 2),
];
/** True, and not enough: of the boot before, or of no use. */
const BESIDES: readonly Sent[] = [sent("windows-is-ready", 1), sent("clock", 1, { offsetMs: 0 }), sent("user-data", 1)];

/** What becomes of a record that hears these in this order, a second apart, and what each did. */
function heard(signals: readonly Sent[], first: Instance = preparing) {
  let instance = first;
  const became = signals.map((each, n) => {
    const at = EPOCH + (n + 1) * 1_000;
    const trigger = { name: "signal", signal: { ...each, at }, at, cause: "signal" } as const;
    const outcome = decide(instance, trigger);
    if ("next" in outcome) instance = outcome.next;
    return outcome.kind;
  });
  return { instance, became };
}
const without = <T>(all: readonly T[], n: number): readonly T[] => all.filter((_, at) => at !== n);
const permutations = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  all.length < 2 ? [all] : all.flatMap((one, n) => permutations(without(all, n)).map((rest) => [one, ...rest]));
const subsets = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: 2 ** all.length }, (_, set) => all.filter((__, n) => set & (2 ** n)));

describe("the evidence of a first boot of Windows", () => {
  it("is complete in every order in which it can come, with the last piece that is needed and not before", () => {
    const orders = permutations([...NEEDED, ...BESIDES]);
    expect(orders).toHaveLength(5_040);
    for (const order of orders) {
      const last = order.findLastIndex((each) => NEEDED.includes(each));
      expect(heard(order.slice(0, last)).instance.state).toBe("preparing");
      expect(heard(order).instance.state).toBe("parking");
    }
  });

  it("is never complete while anything of it is lost, and says of each what it lacks", () => {
    for (const order of [NEEDED, NEEDED.toReversed()])
      for (const kept of subsets([...order, ...BESIDES]).filter((set) => !NEEDED.every((each) => set.includes(each)))) {
        const { instance } = heard(kept);
        expect(instance.state).toBe("preparing");
        const { reasons } = judge(asked, { ec2: "running", signals: instance.signals });
        // Until boot 2 is heard of, the clock of boot 1 is the present one.
        const known = kept.some(({ boot }) => boot === 2)
          ? NEEDED.filter((each) => kept.includes(each))
          : kept.filter(({ name }) => name !== "windows-is-ready");
        const lost = asked.needs.filter((name) => !known.some((each) => each.name === name));
        expect(
          reasons.map(({ code, detail }) => (code.startsWith("clock") ? "clock" : detail?.signal)).toSorted(),
        ).toEqual(lost.toSorted());
      }
  });

  it("is the same however often each piece comes, and in whatever order", () => {
    const twice = [...NEEDED, ...BESIDES].flatMap((each) => [each, each, each]);
    const shuffled = fc.shuffledSubarray(twice, { minLength: twice.length });
    fc.assert(
      fc.property(shuffled, (order) => {
        const { instance } = heard(order);
        expect(instance.state).toBe("parking");
        expect(Object.keys(instance.stages!).length).toBeLessThanOrEqual(NEEDED.length + BESIDES.length);
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it("is followed stage by stage: when each was reported first, by boot", () => {
    const [sysprep, ready, clock, agent] = NEEDED as [Sent, Sent, Sent, Sent];
    const { instance } = heard([BESIDES[0]!, sysprep, sysprep, ready, clock, agent]);
    const age = EPOCH - preparing.launchedAt;
    expect(instance.stages).toEqual({
      "windows-is-ready": age + 1_000,
      sysprep: age + 2_000,
      "windows-is-ready@2": age + 4_000,
      "clock@2": age + 5_000,
      "agent@2": age + 6_000,
    });
  });

  it("keeps no more stages than there are signals to keep", () => {
    const many = Array.from({ length: 100 }, (_, n) => sent(`step-${n % 10}`, 1 + Math.floor(n / 10)));
    expect(Object.keys(heard(many).instance.stages!)).toHaveLength(32);
  });
});

describe("a piece of evidence", () => {
  const [, , clock] = NEEDED as [Sent, Sent, Sent, Sent];

  it("of another start is refused, with its reason, and nothing is kept of it", () => {
    const stray = { ...clock, nonce: nonceOf(inState("handing-over"))!, at: EPOCH };
    const trigger = { name: "signal", signal: stray, at: EPOCH, cause: "signal" } as const;
    expect(decide(preparing, trigger)).toEqual({
      kind: "refused",
      reason: { code: "of-another-start", detail: { signal: "clock", nonce: stray.nonce } },
    });
  });

  it("without a nonce does not count where the template asks for one, nor does a failure", () => {
    const { nonce: _, ...unbound } = clock;
    const { instance, became } = heard([...without(NEEDED, 2), unbound, { ...unbound, ok: false }]);
    expect(became.at(-1)).toBe("kept");
    expect(judge(asked, { ec2: "running", signals: instance.signals }).reasons).toEqual([
      { code: "without-nonce", detail: { signal: "clock" } },
    ]);
  });

  it("without a nonce counts where the template does not ask for one", () => {
    const { bound: _, ...loose } = asked;
    const terms = { ...preparing.terms, evidence: { ...preparing.terms.evidence, preparing: loose } };
    const unbound = NEEDED.map(({ nonce: __, ...each }) => each);
    expect(heard(unbound, { ...preparing, terms }).instance.state).toBe("parking");
  });

  it("of a clock does not outlive its boot", () => {
    const { instance } = heard([...NEEDED.slice(0, 2), clock, sent("agent", 3)]);
    expect(instance.state).toBe("preparing");
    expect(judge(asked, { ec2: "running", signals: instance.signals }).reasons).toEqual([
      { code: "clock-of-earlier-boot", detail: { boot: 2, latest: 3 } },
    ]);
    expect(heard([sent("clock", 3, { offsetMs: 5 })], instance).instance.state).toBe("parking");
  });

  it("of an earlier boot does not take the place of a later one's", () => {
    expect(heard([clock, { ...clock, boot: 1, ok: false }]).became).toEqual(["kept", "late"]);
  });
});

describe("the nonce of a start", () => {
  it("is of the launch, whichever claim reserves it meanwhile, and another for each lease and each return", () => {
    const of = (state: Instance["state"], leaseEpoch: number, id = preparing.id) => nonceOf({ id, state, leaseEpoch });
    expect(of("launching", 0)).toBe(of("preparing", 1));
    expect(of("handing-over", 1)).toBe(of("in-use", 1));
    const all = [
      of("preparing", 0),
      of("handing-over", 1),
      of("handing-over", 2),
      of("returning", 1),
      of("returning", 2),
    ];
    all.push(of("preparing", 0, "i-0123456789abcdef0"));
    expect(new Set(all)).toHaveLength(all.length);
    for (const state of ["parking", "warm", "quarantined", "retiring", "gone"] as const)
      expect(of(state, 1)).toBeUndefined();
    for (const each of all) expect(each).toMatch(/^[0-9a-f]{16}$/);
  });
});
