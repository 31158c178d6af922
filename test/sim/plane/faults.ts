import type { Instant } from "../../../core/model/time.ts";
import type { CloudOptions, LocalCloud } from "../../../local/cloud.ts";
import { streams } from "../../../local/random.ts";
import type { Through } from "../../../local/seam.ts";
import type { Scheduler } from "../../../local/time/scheduler.ts";
import { type Armed, type Armoury, armoury } from "./armed.ts";
import { CALLS, callFaults, FORECAST_CALLS } from "./calls.ts";
import { TYPES, ZONES } from "./cast.ts";
import { hasForecasts } from "./forecasts.ts";
import { agentFaults, deceit } from "./hidden.ts";
import { FORECAST_FUNCTIONS, FUNCTIONS, invokeFaults, postFaults } from "./messages.ts";
import type { Fault, FaultKind } from "./schedule.ts";
import { slowAgents, slowEc2, slowPlace } from "./slowness.ts";

/** Between two senders: less than the second that the plane allows for. */
const SKEW_MAX_MS = 450;
const SKEW_STEP_MS = 7;

export interface Faults {
  readonly options: Pick<CloudOptions, "post" | "invoke" | "agents" | "skewMs" | "capacity">;
  /** Stands between the plane and its ports. */
  readonly through: Through;
  readonly armed: Armoury;
  /** Arms every fault of a schedule at its time; `deed` does at once what waits for nothing. */
  begin(scheduler: Scheduler, schedule: readonly Fault[], deed: Deed): void;
  /** Nothing strikes from now on. */
  disarm(): void;
}

type Deed = Partial<Record<FaultKind, (armed: Armed) => boolean>>;

/** Everything that goes wrong in a world, each fault from a stream of its own. */
export function faults(seed: number, cloud: () => LocalCloud): Faults {
  const armed = armoury();
  const slow = slowEc2(armed, cloud);
  const agents = agentFaults(armed);
  const open = new Map<FaultKind, Armed[]>();
  let led: Through | undefined;
  const now = (kind: FaultKind): Armed | undefined => open.get(kind)?.[0];
  const isOpenFor = (kind: FaultKind, index: number, of: number): Armed | undefined =>
    open.get(kind)?.find(({ fault }) => Math.floor(fault.pick * of) === index);

  function begin(clock: Scheduler, schedule: readonly Fault[], deed: Deed): void {
    const start = clock.now();
    for (const fault of schedule)
      clock.at(start + fault.at, () => {
        const ready: Armed = { fault, random: streams(seed)(`fault/${fault.kind}/${fault.at}`) };
        const doing = deed[fault.kind];
        if (doing) {
          if (doing(ready)) armed.struck(fault.kind);
        } else if (fault.forMs > 0) last(clock, ready);
        else armed.arm(offeringOf(fault, seed), ready);
      });
  }

  function last(clock: Scheduler, ready: Armed): void {
    const { kind, forMs } = ready.fault;
    open.set(kind, [...(open.get(kind) ?? []), ready]);
    clock.after(forMs, () => {
      const rest = (open.get(kind) ?? []).filter((each) => each !== ready);
      open.set(kind, rest);
    });
  }

  return {
    armed,
    through: (call, work) => {
      led ??= deceit(armed, now, callFaults(cloud().scheduler, armed, now), cloud().emit);
      return led(call, () => slow(call, work));
    },
    begin,
    disarm() {
      armed.clear();
      open.clear();
    },
    options: {
      post: postFaults(armed),
      invoke: invokeFaults(armed, (name) => isOpenFor("concurrency-one", FUNCTIONS.indexOf(name), FUNCTIONS.length)),
      agents: (fetch) => slowAgents(armed, cloud, agents(fetch)),
      skewMs: (at) => skew(now("clock-skew"), at),
      capacity: ({ az, type, count }) => {
        const gone = isOpenFor("capacity-gone", placeNo(az, type), ZONES.length * TYPES.length + 1);
        const all = isOpenFor("capacity-gone", ZONES.length * TYPES.length, ZONES.length * TYPES.length + 1);
        const zone = isOpenFor("zone-out", ZONES.indexOf(az as (typeof ZONES)[number]), ZONES.length);
        const kind = isOpenFor("type-out", TYPES.indexOf(type as (typeof TYPES)[number]), TYPES.length);
        if (zone) armed.struck("zone-out");
        if (kind) armed.struck("type-out");
        if (zone || kind) return 0;
        if (!gone && !all) return count;
        armed.struck("capacity-gone");
        return gone && count > 1 && gone.random.chance(0.5) ? 1 : 0;
      },
    },
  };
}

const placeNo = (az: string, type: string): number =>
  ZONES.indexOf(az as (typeof ZONES)[number]) * TYPES.length + TYPES.indexOf(type as (typeof TYPES)[number]);

/** Everybody who asks at one moment has one clock, and the next to ask another. */
function skew(open: Armed | undefined, at: Instant): number {
  if (!open) return 0;
  const step = Math.floor(at / SKEW_STEP_MS);
  const mixed = Math.imul(step ^ (step >>> 15), 0x2c1b3c6d) >>> 0;
  return Math.round((mixed / 2 ** 32 - 0.5) * 2 * SKEW_MAX_MS);
}

/** Where a fault waits for what it strikes. */
function offeringOf({ kind, pick }: Fault, seed: number): string {
  const [calls, functions] = hasForecasts(seed) ? [FORECAST_CALLS, FORECAST_FUNCTIONS] : [CALLS, FUNCTIONS];
  const called = calls[Math.floor(pick * calls.length)]!;
  const named = functions[Math.floor(pick * functions.length)]!;
  if (kind.startsWith("call-")) return called;
  if (kind.startsWith("event-")) return "post:bus";
  if (kind.startsWith("notice-")) return "post:topic";
  if (kind === "write-told-late") return "post:stream";
  if (kind === "write-told-twice" || kind === "write-poisoned") return "run:notify";
  if (kind === "message-doubled" || kind === "message-late") return `post:${named}`;
  if (kind.startsWith("message-") || kind === "batch-split") return `run:${named}`;
  return slowPlace(kind, pick) ?? "agents";
}
