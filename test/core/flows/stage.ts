import { memoryDeadLetters } from "../../../adapters/memory/dead-letters.ts";
import { memoryDryRuns } from "../../../adapters/memory/dry-runs.ts";
import { memoryFailures } from "../../../adapters/memory/failures.ts";
import { memoryFeeds } from "../../../adapters/memory/feeds.ts";
import { memoryMessages, type QueueName } from "../../../adapters/memory/messages.ts";
import { memoryReplays } from "../../../adapters/memory/replays.ts";
import { memorySeals } from "../../../adapters/memory/seals.ts";
import { memoryStore } from "../../../adapters/memory/store.ts";
import { type Performed, performAction } from "../../../core/flows/perform-action.ts";
import type { Action, Ec2Action, PersistAction } from "../../../core/model/action.ts";
import type { Claim } from "../../../core/model/claim.ts";
import type { Instance } from "../../../core/model/instance.ts";
import type { Pool } from "../../../core/model/pool.ts";
import type { Template } from "../../../core/model/template.ts";
import type { Instant } from "../../../core/model/time.ts";
import { PortError } from "../../../core/ports/errors.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import type { Written } from "../../../core/ports/store.ts";
import type { Listing } from "../../../core/ports/sweeps.ts";
import { performAction as performContract } from "../../../events/commands/perform-action.v1.ts";
import { read } from "../../../events/contract.ts";
import { aPool, aTemplate, EPOCH } from "../../builders.ts";
import { type FakeEc2, fakeEc2 } from "./ec2.ts";

/** The ports in memory before a fake EC2, where every call can be cut. */
export interface Stage {
  readonly ports: Ports;
  readonly ec2: FakeEc2;
  readonly clock: { at: Instant };
  readonly counted: string[];
  /** What EC2 would refuse, by dry run. */
  readonly denied: Set<string>;
  /** What was written, but for the pages that sweeps note. */
  readonly written: Written[];
  readonly queued: { readonly queue: QueueName; readonly text: string; readonly at: Instant }[];
  readonly published: string[];
  /** What lies at the failure destination. */
  readonly failed: string[];
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
  const written: Written[] = [];
  const queued: Stage["queued"] = [];
  const published: string[] = [];
  const failed: string[] = [];
  const counted: string[] = [];
  const store = memoryStore({ onWritten: (write) => write.kind === "sweep" || written.push(write) });
  const messages = memoryMessages({ clock: { now }, deliver: (queue, text, at) => queued.push({ queue, text, at }) });
  messages.subscribe({}, (text) => published.push(text));
  const ec2 = fakeEc2(now);
  const count: Ports["counters"]["count"] = (name, dimensions = {}) =>
    counted.push([name, ...Object.values(dimensions)].join(" "));

  for (const template of given.templates ?? [aTemplate()]) await store.templates.save(template);
  for (const pool of given.pools ?? [aPool()]) await store.pools.save(pool);
  for (const instance of given.instances ?? []) await store.records.commit({ instance: { ...instance, version: 1 } });
  for (const claim of given.claims ?? []) await store.records.commit({ claim: { ...claim, version: 1 } });
  written.length = 0;

  const { subscribe: _, ...queues } = messages;
  const { launcher, power, modifications, attachments, names, access, lookup, console } = ec2;
  const { listing = { page: async () => ({ kind: "page", rows: [] }) } } = given;
  const { deadLetters } = memoryDeadLetters([], { clock: { now }, send: () => {} });
  const denied = new Set<string>();
  const dryRuns = memoryDryRuns({ denied, knows: () => true });
  const failures = memoryFailures((text) => failed.push(text));
  const { replays } = memoryReplays({ clock: { now }, after: () => {}, deliver: () => {}, keeps: 0 });
  const whole = {
    deadLetters,
    feeds: memoryFeeds({ rules: () => [], depths: () => ({}) }),
    replays,
    failures,
    seals: memorySeals("of a test"),
    ...store,
    ...queues,
    launcher,
    power,
    modifications,
    attachments,
    names,
    access,
    dryRuns,
    lookup,
    console,
    listing,
  };
  const seams = seamed(whole);
  const ports: Ports = { ...seams.ports, clock: { now }, counters: { count } };

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
    instance: async (id) => (await store.instances.find(id)) ?? absent(id),
    claim: async (id) => (await store.claims.find(id)) ?? absent(id),
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

type Outside = Omit<Ports, "clock" | "counters">;

/** The same ports, each call of which is noted, may be preceded, and may be cut. */
function seamed(outside: Outside): Pick<Stage, "calls" | "cut" | "before"> & { ports: Outside } {
  const calls: string[] = [];
  const preceding = new Map<string, () => Promise<unknown>>();
  let cutAt: { call: number; side: "before" | "after" } | undefined;

  const seam =
    (name: string, call: (...args: unknown[]) => Promise<unknown>) =>
    async (...args: unknown[]) => {
      const number = calls.push(name);
      const then = preceding.get(name);
      preceding.delete(name);
      await then?.();
      const cut = cutAt?.call === number ? cutAt.side : undefined;
      if (cut === "before") throw new PortError("retryable", CUT, `before ${name}`);
      const answer = await call(...args);
      if (cut === "after") throw new PortError("retryable", CUT, `after ${name}`);
      return answer;
    };
  const wrapped = Object.entries(outside).map(([port, methods]) => [
    port,
    Object.fromEntries(
      Object.entries(methods).map(([method, call]) => [method, seam(`${port}.${method}`, call as never)]),
    ),
  ]);
  return {
    ports: Object.fromEntries(wrapped) as Outside,
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
