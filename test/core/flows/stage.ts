import { memoryDryRuns } from "../../../adapters/memory/dry-runs.ts";
import { type Performed, performAction } from "../../../core/flows/perform-action.ts";
import type { Action, Ec2Action, PersistAction } from "../../../core/model/action.ts";
import type { Claim } from "../../../core/model/claim.ts";
import type { Instance } from "../../../core/model/instance.ts";
import type { Pool } from "../../../core/model/pool.ts";
import type { Template } from "../../../core/model/template.ts";
import type { Instant } from "../../../core/model/time.ts";
import { PortError } from "../../../core/ports/errors.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import type { Listing } from "../../../core/ports/sweeps.ts";
import { performActionCommand as performContract } from "../../../events/commands/perform-action.v1.ts";
import { read } from "../../../events/contract.ts";
import { seamed, type Through } from "../../../local/seam.ts";
import { aPool, aTemplate, EPOCH } from "../../builders.ts";
import { type RecordedPlane, recordedPlane } from "../../recorded-plane.ts";
import { type FakeEc2, fakeEc2 } from "./ec2.ts";

/** The plane in memory before a fake EC2, where every call can be cut. Of its writes the pages that sweeps note are not recorded. */
export interface Stage
  extends Pick<RecordedPlane, "ports" | "counted" | "written" | "queued" | "published" | "failed"> {
  readonly ec2: FakeEc2;
  readonly clock: { at: Instant };
  /** What EC2 would refuse, by dry run. */
  readonly denied: Set<string>;
  /** Calls of ports so far, as `port.method`. */
  readonly calls: string[];
  /** Cuts the n-th call from now on (1: the next), before it is done or after: who called hears an error. */
  cut(call: number, side: "before" | "after"): void;
  /** Done just before the next call of that name: what somebody else does in between. */
  before(call: string, then: () => Promise<unknown>): void;
  /** Actions that wait in the queue, the oldest first; taking them empties it. */
  takeActions(): readonly Ec2Action[];
  /** The same of persistent claims that are to be looked after, which leaves the actions on EC2 where they are. */
  takeKeeps(): readonly PersistAction[];
  /** Performs what waits in the queue, and what that brings, until it is empty. */
  performAll(): Promise<readonly Performed[]>;
  instance(id: string): Promise<Instance>;
  claim(id: string): Promise<Claim>;
}

const CUT = "Cut";
/** Whether an error is one of this stage's cuts. */
export const isCut = (error: unknown): boolean => error instanceof PortError && error.code === CUT;

/** A stage with one pool, its template, and records that are already there (whatever version they claim to be). */
export async function stage(
  given: {
    readonly pools?: readonly Pool[];
    readonly templates?: readonly Template[];
    readonly instances?: readonly Instance[];
    readonly claims?: readonly Claim[];
    /** Left out: every zone is empty. */
    readonly listing?: Listing;
  } = {},
): Promise<Stage> {
  const clock = { at: EPOCH };
  const now = () => clock.at;
  const ec2 = fakeEc2(now);
  const denied = new Set<string>();
  const { launcher, power, modifications, attachments, names, access, lookup, console } = ec2;
  const recorded = recordedPlane(
    { now },
    {
      ...{ launcher, power, modifications, attachments, names, access, lookup, console },
      dryRuns: memoryDryRuns({ denied, knows: () => true }),
      ...(given.listing && { listing: given.listing }),
    },
    ({ kind }) => kind !== "sweep",
  );
  const { counted, written, queued, published, failed } = recorded;
  const { templates, pools, records, instances, claims } = recorded.ports;

  for (const template of given.templates ?? [aTemplate()]) await templates.save(template);
  for (const pool of given.pools ?? [aPool()]) await pools.save(pool);
  for (const instance of given.instances ?? []) await records.commit({ instance: { ...instance, version: 1 } });
  for (const claim of given.claims ?? []) await records.commit({ claim: { ...claim, version: 1 } });
  written.length = 0;

  const seams = cuttable(recorded.ports);
  const { ports } = seams;

  const taken = (): readonly Action[] =>
    queued
      .splice(0)
      .filter(({ queue }) => queue === "actions")
      .map(({ text }) => actionIn(text));
  const takeActions = () => taken().flatMap((action) => (action.do === "persist" ? [] : [action]));
  function takeKeeps(): readonly PersistAction[] {
    const before = [...queued];
    const keeps = taken().flatMap((action) => (action.do === "persist" ? [action] : []));
    queued.push(...before.filter(({ queue, text }) => queue !== "actions" || actionIn(text).do !== "persist"));
    return keeps;
  }

  return {
    ...{ ports, ec2, clock, counted, denied, written, queued, published, failed, takeActions, takeKeeps },
    ...{ calls: seams.calls, cut: seams.cut, before: seams.before },
    async performAll() {
      const performed: Performed[] = [];
      for (let rounds = 0; rounds < 10; rounds += 1)
        for (const action of takeActions()) performed.push(await performAction(ports, action));
      return performed;
    },
    instance: async (id) => (await instances.find(id)) ?? absent(id),
    claim: async (id) => (await claims.find(id)) ?? absent(id),
  };
}

const absent = (id: string): never => {
  throw new Error(`nobody knows ${id}`);
};

function actionIn(text: string): Action {
  const reading = read(performContract, text);
  if (reading.kind !== "heard") throw new Error(`not an action: ${text}`);
  return reading.event.detail.action;
}

/** The same ports, each call of which is noted, may be preceded, and may be cut. */
function cuttable(whole: Ports): Pick<Stage, "ports" | "calls" | "cut" | "before"> {
  const calls: string[] = [];
  const preceding = new Map<string, () => Promise<unknown>>();
  let cutAt: { call: number; side: "before" | "after" } | undefined;

  const through: Through = async ({ name }, work) => {
    const number = calls.push(name);
    const then = preceding.get(name);
    preceding.delete(name);
    await then?.();
    const cut = cutAt?.call === number ? cutAt.side : undefined;
    if (cut === "before") throw new PortError("retryable", CUT, `before ${name}`);
    const answer = await work();
    if (cut === "after") throw new PortError("retryable", CUT, `after ${name}`);
    return answer;
  };
  return {
    ports: seamed(whole, through),
    calls,
    cut: (call, side) => {
      cutAt = { call: calls.length + call, side };
    },
    before: (call, then) => {
      preceding.set(call, then);
    },
  };
}

/** Plays a scene once for every call it makes and either side of it: cut there, then what its caller does next.
 *  Returns how many cuts there were. */
export async function cutEverywhere(
  set: () => Promise<Stage>,
  scene: (on: Stage) => Promise<unknown>,
  afterwards: (on: Stage, where: string) => Promise<void>,
): Promise<number> {
  let cuts = 0;
  for (const side of ["before", "after"] as const)
    for (let call = 1; ; call += 1) {
      const on = await set();
      const before = on.calls.length;
      on.cut(call, side);
      const passed = await scene(on).then(
        () => true,
        (error: unknown) => {
          if (!isCut(error)) throw error;
          return false;
        },
      );
      // A cut that nobody minds is none the less one.
      if (passed && on.calls.length - before < call) break;
      cuts += 1;
      await afterwards(on, `${side} ${on.calls.at(-1)}`);
    }
  return cuts;
}
