import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { InstanceId } from "../../core/model/ids.ts";
import { BETWEEN_STATES_WAIT_MS } from "../../core/model/limits.ts";
import type { LaunchRequest, Refusal } from "../../core/ports/ec2.ts";
import { PortError } from "../../core/ports/errors.ts";
import type { Ports } from "../../core/ports/ports.ts";
import type { Emit } from "../facts.ts";
import type { Streams } from "../random.ts";
import type { Scheduler } from "../time/scheduler.ts";
import { fittings } from "./attached.ts";
import type { Ec2CallCounts } from "./calls.ts";
import { printedBy } from "./console.ts";
import { isHidden, type Lies, lyingListing } from "./lies.ts";
import { worldListing } from "./listing.ts";
import { answeredInstance, isEndedMachine, isExpired, type Machine, stateAt, struckBy } from "./machine.ts";
import type { PowerSupply } from "./power-supply.ts";
import { refusedBy, terminationRefused } from "./refusing.ts";
import type { SpotRequests } from "./spot-requests.ts";
import type { Troubles } from "./troubles.ts";

/** How many of `count` a zone has room for now; fewer than one refuses the call. */
export type Capacity = (offering: { readonly az: string; readonly type: string; readonly count: number }) => number;

export interface Ec2Parts {
  readonly seed: number;
  readonly scheduler: Scheduler;
  readonly streams: Streams;
  readonly machines: ReadonlyMap<InstanceId, Machine>;
  /** Makes the machines of a launch. */
  readonly begin: (id: InstanceId, request: LaunchRequest) => void;
  readonly spot: SpotRequests;
  readonly troubles: Troubles;
  readonly power: PowerSupply;
  readonly calls: Ec2CallCounts;
  readonly capacity: Capacity;
  readonly emit: Emit;
  readonly lies?: Lies;
}

/** `force`: without flushing what the guest has in memory. Source: EC2 API Reference, StopInstances. */
interface StopOptions {
  readonly hibernate: boolean;
  readonly force?: boolean;
}

const NO_CAPACITY: Refusal = { kind: "no-capacity", error: "InsufficientInstanceCapacity" };

/** EC2's API in virtual time, as our ports speak it. Its promises and refusals are those of the adapter for AWS. */
export function worldEc2Ports(
  parts: Ec2Parts,
): Pick<Ports, "launcher" | "power" | "modifications" | "attachments" | "lookup" | "console" | "listing"> {
  const { scheduler, streams, machines, power, calls, capacity, emit, lies, troubles, spot } = parts;
  const deceit = lies && { scheduler, streams, machines, lies };
  const launches = new Map<string, { request: LaunchRequest; ids: readonly InstanceId[] }>();

  const visible = (id: InstanceId): Machine | undefined => {
    const machine = machines.get(id);
    return machine && isExpired(machine, scheduler.now()) ? undefined : machine;
  };

  /** What a describing call shows of it. */
  const described = (id: InstanceId): Machine | undefined => {
    const machine = visible(id);
    return machine && deceit && isHidden(machine, deceit) ? undefined : machine;
  };
  const honest = worldListing({
    now: () => scheduler.now(),
    shown: () => [...machines.keys()].flatMap((id) => described(id) ?? []),
    calls,
  });

  return {
    listing: deceit ? lyingListing(honest, deceit) : honest,

    launcher: {
      async launch(request) {
        const { intent } = request;
        calls.count("RunInstances", undefined, intent.count);
        const refused = refusedBy(troubles, "RunInstances", intent);
        if (refused) return refused.kind === "unknown" ? { kind: "impossible", error: "InvalidInstanceID" } : refused;
        const now = scheduler.now();
        const before = launches.get(intent.token);
        if (before && !isDeepStrictEqual(before.request, request))
          return { kind: "impossible", error: "IdempotentParameterMismatch" };
        const room = before ? before.ids.length : Math.min(intent.count, capacity(intent));
        if (room < 1) return NO_CAPACITY;
        const ids = before?.ids ?? idsFor(parts.seed, request, room);
        launches.set(intent.token, { request, ids });
        if (!before) for (const id of ids) parts.begin(id, request);
        const { token, pool } = intent;
        emit({ kind: "launched", token, pool, ids: before ? [] : ids });
        const instances = ids.flatMap((id) => visible(id) ?? []);
        return { kind: "launched", instances: instances.map((machine) => answeredInstance(machine, now)) };
      },
    },

    power: {
      async start(id) {
        calls.count("StartInstances");
        const machine = visible(id);
        if (!machine) return { kind: "unknown" };
        const refused = refusedBy(troubles, "StartInstances", struckBy(machine));
        if (refused) return refused;
        if (machine.state === "pending" || machine.state === "running")
          return { kind: "already", state: machine.state };
        if (machine.state !== "stopped") throw betweenStates(machine);
        if (capacity({ az: machine.intent.az, type: machine.type, count: 1 }) < 1) return NO_CAPACITY;
        emit({ kind: "asked", id, what: "start" });
        power.on(machine);
        return { kind: "asked" };
      },

      async stop(id, { hibernate, force = false }: StopOptions) {
        calls.count("StopInstances");
        const machine = visible(id);
        if (!machine) return { kind: "unknown" };
        const refused = refusedBy(troubles, "StopInstances", struckBy(machine));
        if (refused) return refused;
        if (machine.stuck !== undefined && !hibernate && (force || machine.stuck === "plain")) power.unstick(machine);
        if (machine.state === "stopping" || machine.state === "stopped") return { kind: "already" };
        if (machine.state !== "running") throw betweenStates(machine);
        emit({ kind: "asked", id, what: "stop" });
        if (hibernate) power.hibernate(machine);
        else power.off(machine);
        return { kind: "asked" };
      },

      async terminate(id, { spot: isSpot }) {
        if (isSpot) for (const each of spot.all()) if (each.instance === id) spot.cancel(each.id);
        calls.count("TerminateInstances");
        const machine = visible(id);
        if (!machine) return { kind: "unknown" };
        const refused = terminationRefused(troubles, machine);
        if (refused) return refused;
        if (isEndedMachine(machine)) return { kind: "already" };
        emit({ kind: "asked", id, what: "terminate" });
        power.destroy(machine);
        return { kind: "asked" };
      },
    },

    ...fittings({ visible, betweenStates, calls, troubles }),

    lookup: {
      async look(id) {
        calls.count("DescribeInstancesById", id);
        emit({ kind: "looked", id });
        const machine = described(id);
        if (!machine) return "unknown";
        const now = scheduler.now();
        const stale = troubles.strike("stale-look", struckBy(machine));
        if (!stale) return answeredInstance(machine, now);
        const state = stateAt(machine, now - stale.byMs);
        return state === undefined ? "unknown" : answeredInstance(machine, now, state);
      },
    },

    console: {
      async read(id) {
        calls.count("GetConsoleOutput");
        const machine = visible(id);
        return machine ? printedBy(machine, scheduler.now()) : { kind: "unknown" };
      },
    },
  };
}

const betweenStates = ({ id, state }: Machine): PortError =>
  new PortError("retry-after", "IncorrectInstanceState", `${id} is ${state}`, { retryAfterMs: BETWEEN_STATES_WAIT_MS });

/** The same seed and token make the same ids. */
const idsFor = (seed: number, { intent }: LaunchRequest, count: number): readonly InstanceId[] =>
  Array.from({ length: count }, (_, index) => `i-${worldDigest(seed, intent.token, index).slice(0, 17)}`);

export const worldDigest = (...parts: (string | number)[]): string =>
  createHash("sha256").update(parts.join("/")).digest("hex");
