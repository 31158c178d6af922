import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { InstanceId } from "../../core/model/ids.ts";
import { BETWEEN_STATES_WAIT_MS } from "../../core/model/limits.ts";
import type { LaunchRequest, Refusal } from "../../core/ports/ec2.ts";
import { PortError } from "../../core/ports/errors.ts";
import type { Ports } from "../../core/ports/ports.ts";
import { ROOT_GIB } from "../assumptions.ts";
import type { Emit } from "../facts.ts";
import type { Streams } from "../random.ts";
import type { Scheduler } from "../time/scheduler.ts";
import { fittings, profileArn } from "./attached.ts";
import type { Calls } from "./calls.ts";
import { printedBy } from "./console.ts";
import { isHidden, type Lies, lyingListing } from "./lies.ts";
import { listing } from "./listing.ts";
import { answered, isExpired, isOver, type Machine } from "./machine.ts";
import type { PowerSupply } from "./power-supply.ts";

/** How many of `count` a zone has room for now; fewer than one refuses the call. */
export type Capacity = (offering: { readonly az: string; readonly type: string; readonly count: number }) => number;

export interface Ec2Parts {
  readonly seed: number;
  readonly scheduler: Scheduler;
  readonly streams: Streams;
  readonly machines: Map<InstanceId, Machine>;
  readonly power: PowerSupply;
  readonly calls: Calls;
  readonly capacity: Capacity;
  readonly emit: Emit;
  readonly lies?: Lies;
}

const NO_CAPACITY: Refusal = { kind: "no-capacity", error: "InsufficientInstanceCapacity" };

/** EC2's API in virtual time, as our ports speak it. Its promises and refusals are those of the adapter for AWS. */
export function ec2Ports(
  parts: Ec2Parts,
): Pick<Ports, "launcher" | "power" | "modifications" | "attachments" | "lookup" | "console" | "listing"> {
  const { scheduler, streams, machines, power, calls, capacity, emit, lies } = parts;
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
  const honest = listing({
    now: () => scheduler.now(),
    shown: () => [...machines.keys()].flatMap((id) => described(id) ?? []),
    calls,
  });

  return {
    listing: deceit ? lyingListing(honest, deceit) : honest,

    launcher: {
      async launch(request) {
        calls.count("RunInstances");
        const { intent } = request;
        const now = scheduler.now();
        const before = launches.get(intent.token);
        if (before && !isDeepStrictEqual(before.request, request))
          return { kind: "impossible", error: "IdempotentParameterMismatch" };
        const room = before ? before.ids.length : Math.min(intent.count, capacity(intent));
        if (room < 1) return NO_CAPACITY;
        const ids = before?.ids ?? idsFor(parts.seed, request, room);
        launches.set(intent.token, { request, ids });
        if (!before) for (const id of ids) begin(parts, id, request);
        const { token, pool } = intent;
        emit({ kind: "launched", token, pool, ids: before ? [] : ids });
        const instances = ids.flatMap((id) => visible(id) ?? []);
        return { kind: "launched", instances: instances.map((machine) => answered(machine, now)) };
      },
    },

    power: {
      async start(id) {
        calls.count("StartInstances");
        const machine = visible(id);
        if (!machine) return { kind: "unknown" };
        if (machine.state === "pending" || machine.state === "running")
          return { kind: "already", state: machine.state };
        if (machine.state !== "stopped") throw betweenStates(machine);
        if (capacity({ az: machine.intent.az, type: machine.type, count: 1 }) < 1) return NO_CAPACITY;
        emit({ kind: "asked", id, what: "start" });
        power.on(machine);
        return { kind: "asked" };
      },

      async stop(id) {
        calls.count("StopInstances");
        const machine = visible(id);
        if (!machine) return { kind: "unknown" };
        if (machine.state === "stopping" || machine.state === "stopped") return { kind: "already" };
        if (machine.state !== "running") throw betweenStates(machine);
        emit({ kind: "asked", id, what: "stop" });
        power.off(machine);
        return { kind: "asked" };
      },

      async terminate(id) {
        calls.count("TerminateInstances");
        const machine = visible(id);
        if (!machine) return { kind: "unknown" };
        if (isOver(machine)) return { kind: "already" };
        emit({ kind: "asked", id, what: "terminate" });
        power.destroy(machine);
        return { kind: "asked" };
      },
    },

    ...fittings({ visible, betweenStates, calls }),

    lookup: {
      async look(id) {
        calls.count("DescribeInstancesById", id);
        emit({ kind: "looked", id });
        const machine = described(id);
        return machine ? answered(machine, scheduler.now()) : "unknown";
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
  Array.from({ length: count }, (_, index) => `i-${digest(seed, intent.token, index).slice(0, 17)}`);

function begin(
  { scheduler, machines, power }: Ec2Parts,
  id: InstanceId,
  { intent, template, tags, seal }: LaunchRequest,
) {
  const [high = 0, low = 0] = Buffer.from(digest("ip", id), "hex");
  const now = scheduler.now();
  const machine: Machine = {
    id,
    pool: intent.pool,
    intent,
    template,
    tags: { ...tags },
    securityGroups: template.securityGroups,
    interfaces: [{ id: `eni-${digest("eni", id).slice(0, 17)}`, index: 0 }],
    gib: ROOT_GIB,
    ...(template.instanceProfile && { profile: profileArn(template.instanceProfile) }),
    privateIp: `10.0.${high}.${low}`,
    launchedAt: now,
    ...(seal !== undefined && { seal }),
    type: intent.type,
    state: "pending",
    since: now,
    past: [],
    cycle: 0,
  };
  machines.set(id, machine);
  power.on(machine);
}

const digest = (...parts: (string | number)[]): string => createHash("sha256").update(parts.join("/")).digest("hex");
