import { describe, expect, it } from "vitest";
import { onInstanceState } from "../../../core/flows/on-instance-state.ts";
import { onInterruption } from "../../../core/flows/on-interruption.ts";
import { onSignal } from "../../../core/flows/on-signal.ts";
import type { Ec2State, Instance, Signal } from "../../../core/model/instance.ts";
import type { Requirement } from "../../../core/model/template.ts";
import { SECOND_MS } from "../../../core/model/time.ts";
import { aClaim, aLease, aTemplate, claimNo, EPOCH, inState, instanceNo, next } from "../../builders.ts";
import { type Stage, stage } from "./stage.ts";

const ID = instanceNo(1);
const CLAIM = claimNo(1);
const begin = (instance: Instance) =>
  stage({
    instances: [instance],
    claims: instance.lease ? [aClaim({ state: "leased", kind: "almost-warm-hit", instance: ID, leaseEpoch: 1 })] : [],
  });
/** EC2 says so a second later than the last thing that was heard. */
const says = (on: Stage, state: Ec2State, id = ID) => {
  on.clock.at += SECOND_MS;
  const heard = { id: "7bf73129", at: on.clock.at, region: undefined, replay: undefined };
  return onInstanceState(on.ports, { ...heard, detail: { "instance-id": id, state } });
};
const sends = (on: Stage, name: string, more: Partial<Signal> = {}) => {
  on.clock.at += SECOND_MS;
  return onSignal(on.ports, ID, { name, ok: true, ...more });
};
const codes = async (answer: ReturnType<typeof sends>) => {
  const { verdict } = await answer;
  return verdict && [verdict.kind, ...verdict.reasons.map(({ code, detail }) => detail?.signal ?? code)];
};
const asking = (preparing: Requirement, handingOver: Requirement = { by: "ec2-state" }) => ({
  terms: { ...inState("warm").terms, evidence: { ...aTemplate().evidence, preparing, "handing-over": handingOver } },
});
const all = async (on: Stage, ...names: readonly string[]) => {
  for (const name of names) await sends(on, name, name === "clock" ? { offsetMs: 3 } : {});
};
const reserved = { lease: aLease(), leaseEpoch: 1 };

describe("an instance that prepares", () => {
  it("is answered with what is still awaited, signal by signal, and parked with the last one", async () => {
    const on = await begin(inState("preparing"));
    expect(await codes(sends(on, "sysprep"))).toEqual(["waiting", "second-boot", "clock", "agent"]);
    expect(await codes(sends(on, "agent"))).toEqual(["waiting", "second-boot", "clock"]);
    expect(await codes(sends(on, "second-boot"))).toEqual(["waiting", "clock"]);
    const { moved, verdict } = await sends(on, "clock", { offsetMs: -4 });
    expect(moved).toMatchObject({ kind: "moved", instance: { state: "parking", version: 5 } });
    expect(verdict).toBeUndefined();
    expect(on.takeActions()).toMatchObject([{ do: "stop", instance: ID }]);
  });

  it("may send its signals before EC2 says that it runs", async () => {
    const on = await begin(inState("launching"));
    await all(on, "sysprep", "second-boot", "clock", "agent");
    expect(await on.instance(ID)).toMatchObject({ state: "launching" });
    expect(await says(on, "running")).toMatchObject({ kind: "moved", instance: { state: "parking", entry: 5 } });
  });

  it("is refused with a clock that is off, and ready once it is set", async () => {
    const on = await begin(inState("preparing"));
    await all(on, "sysprep", "second-boot", "agent");
    expect(await codes(sends(on, "clock", { offsetMs: 7_200_000 }))).toEqual(["waiting", "clock-off"]);
    expect(await on.instance(ID)).toMatchObject({ state: "preparing" });
    expect(await sends(on, "clock", { offsetMs: 20 })).toMatchObject({ moved: { instance: { state: "parking" } } });
  });

  it("and reports a failed step is quarantined at once", async () => {
    const on = await begin(inState("preparing"));
    const { moved } = await sends(on, "sysprep", { ok: false, text: "0x80070005" });
    const reasons = [{ code: "evidence-failed", detail: { signal: "sysprep", text: "0x80070005" } }];
    expect(moved).toMatchObject({ instance: { state: "quarantined", last: { name: "failed", reasons } } });
  });

  it("and says the same twice is answered twice, and saved once", async () => {
    const on = await begin(inState("preparing"));
    const first = await codes(sends(on, "agent"));
    expect(await codes(sends(on, "agent"))).toEqual(first);
    expect(on.written).toHaveLength(1);
  });

  it("by EC2's word alone is ready as soon as it runs", async () => {
    const on = await begin(inState("launching", asking({ by: "ec2-state" })));
    expect(await says(on, "running")).toMatchObject({ instance: { state: "parking", entry: 5 } });
    expect(on.takeActions()).toMatchObject([{ do: "stop" }]);
    expect(await says(on, "stopping")).toMatchObject({ kind: "kept" });
    expect(await says(on, "stopped")).toMatchObject({ instance: { state: "warm" } });
  });

  it("and stops itself is warm when it has, and asks EC2 nothing", async () => {
    const on = await begin(inState("launching", asking({ by: "self-stop" })));
    for (const state of ["running", "stopping", "stopped"] as const) await says(on, state);
    expect(await on.instance(ID)).toMatchObject({ state: "warm" });
    expect(on.takeActions()).toEqual([]);
  });

  it("and stops although nobody asked is quarantined", async () => {
    const on = await begin(inState("preparing"));
    expect(await says(on, "stopped")).toMatchObject({ instance: { state: "quarantined" } });
  });
});

describe("an instance that a claim waits for", () => {
  it("is handed over at its readiness, while it runs", async () => {
    const on = await begin(
      inState("preparing", {
        ...reserved,
        ...asking({ by: "signals", needs: ["agent"] }, { by: "signals", needs: ["agent"] }),
      }),
    );
    expect(await sends(on, "agent")).toMatchObject({ moved: { instance: { state: "handing-over", signals: {} } } });
    expect(on.takeActions()).toMatchObject([{ do: "start", leaseEpoch: 1 }]);
    expect(await on.claim(CLAIM)).toMatchObject({ state: "leased", kind: "almost-warm-hit" });
    expect(await sends(on, "agent")).toMatchObject({ moved: { instance: { state: "in-use" } } });
    expect(await on.claim(CLAIM)).toMatchObject({ state: "delivered", kind: "almost-warm-hit" });
  });

  it("is delivered at its readiness where EC2's word is enough for the hand-over", async () => {
    const on = await begin(inState("preparing", { ...reserved, ...asking({ by: "signals", needs: ["agent"] }) }));
    await sends(on, "agent");
    expect(await on.instance(ID)).toMatchObject({ state: "in-use", uses: 1 });
    expect(await on.claim(CLAIM)).toMatchObject({ state: "delivered" });
  });

  it("is fitted and then delivered where the claim asks for tags", async () => {
    const unfitted = { lease: aLease({ overrides: { tags: { job: "1" } }, configured: false }), leaseEpoch: 1 };
    const on = await begin(inState("preparing", { ...unfitted, ...asking({ by: "signals", needs: ["agent"] }) }));
    await sends(on, "agent");
    expect(await on.instance(ID)).toMatchObject({ state: "handing-over" });
    expect(await on.performAll()).toEqual(["asked"]);
    expect(on.ec2.asked).toEqual([`tag ${ID} {"job":"1"}`]);
    expect(await on.claim(CLAIM)).toMatchObject({ state: "delivered" });
  });

  it("is handed over after parking: started, heard, verified, delivered", async () => {
    const on = await begin(inState("parking", { ...reserved, ...asking({ by: "ec2-state" }) }));
    expect(await says(on, "stopped")).toMatchObject({ instance: { state: "handing-over" } });
    expect(await on.performAll()).toEqual(["asked"]);
    expect(on.ec2.asked).toEqual([`start ${ID}`]);
    await says(on, "pending");
    expect(await on.claim(CLAIM)).toMatchObject({ state: "leased" });
    await says(on, "running");
    expect(await on.claim(CLAIM)).toMatchObject({ state: "delivered", version: 2 });
  });

  it("and fails puts the claim back, to be served by another", async () => {
    const on = await begin(inState("preparing", reserved));
    await sends(on, "sysprep", { ok: false });
    expect(await on.claim(CLAIM)).toMatchObject({ state: "pending", failedHandOvers: 1, kind: "miss" });
    expect(await on.claim(CLAIM)).not.toHaveProperty("instance");
  });
});

describe("an instance in use", () => {
  const inUse = async () => {
    const on = await begin(inState("in-use"));
    await on.ports.records.commit({ claim: next(await on.claim(CLAIM), { state: "delivered" }) });
    return on;
  };

  it.each([
    ["shutting-down", "retiring"],
    ["terminated", "gone"],
  ] as const)("that is %s behind our back is %s, and its claim lost", async (state, after) => {
    const on = await inUse();
    expect(await says(on, state)).toMatchObject({ instance: { state: after } });
    expect(await on.claim(CLAIM)).toMatchObject({ state: "lost" });
  });

  it("that its user stops stays in use", async () => {
    const on = await inUse();
    expect(await says(on, "stopped")).toMatchObject({ kind: "kept", instance: { state: "in-use" } });
    expect(await on.claim(CLAIM)).toMatchObject({ state: "delivered" });
  });

  it("that AWS will take away is marked, and keeps its claim", async () => {
    const on = await inUse();
    const heard = { id: "1e5527d7", at: EPOCH, region: undefined, replay: undefined, detail: { "instance-id": ID } };
    expect(await onInterruption(on.ports, heard, "spot-terminate")).toMatchObject({
      kind: "kept",
      instance: { interruptedAt: EPOCH, last: { cause: "event:1e5527d7" } },
    });
    expect(await on.claim(CLAIM)).toMatchObject({ state: "delivered", version: 2 });
  });
});

describe("an event", () => {
  it("of an instance that nobody knows costs one look at the records, and nothing else", async () => {
    const on = await stage();
    expect(await says(on, "running", instanceNo(9))).toEqual({ kind: "unmanaged" });
    expect(on.calls).toEqual(["instances.find"]);
    expect(await sends(on, "agent")).toEqual({ moved: { kind: "unmanaged" }, verdict: undefined });
  });

  it("names itself as the cause", async () => {
    const on = await begin(inState("parking"));
    await says(on, "stopped");
    expect((await on.instance(ID)).last.cause).toBe("event:7bf73129");
    const preparing = await begin(inState("preparing"));
    await sends(preparing, "agent");
    expect((await preparing.instance(ID)).last.cause).toBe(`signal:${ID}:agent`);
  });

  it("that another outran is decided anew on what won", async () => {
    const on = await begin(inState("preparing", asking({ by: "ec2-state" })));
    on.before("records.commit", async () =>
      on.ports.records.commit({ instance: next(await on.instance(ID), { tags: { team: "other" } }) }),
    );
    expect(await says(on, "running")).toMatchObject({
      instance: { state: "parking", tags: { team: "other" }, version: 3 },
    });
  });

  it("that others outrun again and again goes back to its queue", async () => {
    const on = await begin(inState("parking"));
    const { commit } = on.ports.records;
    const restless: Stage["ports"]["records"]["commit"] = async (change) => {
      await commit({ instance: next(await on.instance(ID)) });
      return commit(change);
    };
    const outrun = { ...on, ports: { ...on.ports, records: { commit: restless } } };
    await expect(says(outrun, "stopped")).rejects.toMatchObject({ fate: "retryable", code: "Contended" });
  });

  it("that is not in the table is refused, with the reason", async () => {
    const on = await begin(inState("gone"));
    expect(await says(on, "running")).toMatchObject({ kind: "refused", reason: { code: "not-in-table" } });
    expect((await sends(on, "agent")).verdict).toBeUndefined();
  });
});
