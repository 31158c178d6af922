import { memoryDryRuns } from "../../adapters/memory/dry-runs.ts";
import type { InstanceId } from "../../core/model/ids.ts";
import type { Ports } from "../../core/ports/ports.ts";
import type { Envelope } from "../../events/envelope.ts";
import type { Notice } from "../../events/notices/notice.ts";
import type { Fetch } from "../client.ts";
import type { Emit } from "../facts.ts";
import type { Streams } from "../random.ts";
import type { Scheduler } from "../time/scheduler.ts";
import { births } from "./births.ts";
import { buckets } from "./buckets.ts";
import type { Ec2CallName } from "./call-names.ts";
import { callCounts } from "./calls.ts";
import { type Capacity, worldEc2Ports } from "./ec2.ts";
import { stateChange } from "./events.ts";
import { type Guest, guest } from "./guest.ts";
import type { Lies } from "./lies.ts";
import type { Machine } from "./machine.ts";
import { hostedZones, type Named } from "./names.ts";
import { orders } from "./orders.ts";
import { type PowerSupply, powerSupply } from "./power-supply.ts";
import { type SpotRequests, spotRequests } from "./spot-requests.ts";
import { BY_GUEST } from "./state-reasons.ts";
import { type Trouble, type Troubles, troublesOf } from "./troubles.ts";
import { type Unmanaged, unmanaged } from "./unmanaged.ts";
import { vault } from "./vault.ts";

export interface WorldParts {
  readonly seed: number;
  readonly scheduler: Scheduler;
  readonly streams: Streams;
  /** The default bus. */
  readonly put: (event: Envelope) => void;
  /** The API, as it answers agents. */
  readonly fetch: Fetch;
  readonly emit: Emit;
  readonly capacity?: Capacity;
  readonly lies?: Lies;
  /** What goes wrong in EC2 from the start. */
  readonly troubles?: readonly Trouble[];
  /** Mean time between changes of unmanaged instances; left out: UNMANAGED_EVENT_GAP_MS. */
  readonly unmanagedGapMs?: number;
}

/** EC2 as it truly is: machines, the guests within them, and unmanaged instances. */
export interface World {
  readonly ports: Pick<
    Ports,
    | "launcher"
    | "power"
    | "modifications"
    | "attachments"
    | "lookup"
    | "console"
    | "listing"
    | "names"
    | "access"
    | "dryRuns"
  >;
  /** Every machine there ever was. */
  readonly machines: ReadonlyMap<InstanceId, Machine>;
  readonly unmanaged: Unmanaged;
  calls(): Readonly<Record<Ec2CallName, number>>;
  /** Calls that described an unmanaged instance. */
  describedUnmanaged(): number;
  /** What the topic publishes; a guest hears what is about its machine. */
  hear(notice: Notice): void;
  /** The records of the hosted zones, and what instances put into claimants' secrets. */
  readonly records: ReadonlyMap<string, Named>;
  readonly secrets: ReadonlyMap<string, string>;
  /** What EC2 says to a dry run that it would refuse, as IAM names it; nothing else is refused by it. */
  readonly denied: Set<string>;
  /** Moves machines behind everybody's back. */
  readonly power: PowerSupply;
  /** What goes wrong in EC2, to begin and to end. */
  readonly troubles: Troubles;
  readonly spotRequests: SpotRequests;
}

export function world(parts: WorldParts): World {
  const { seed, scheduler, streams, put, fetch, emit, capacity = ({ count }) => count, lies } = parts;
  const machines = new Map<InstanceId, Machine>();
  const guests = new Map<InstanceId, Guest>();
  const events = new Map<InstanceId, number>();
  const zones = hostedZones();
  const kept = vault();
  const denied = new Set<string>();
  let describedUnmanaged = 0;

  const next = unmanaged(scheduler, streams, put, parts.unmanagedGapMs);
  const troubles = troublesOf(streams);
  for (const trouble of parts.troubles ?? []) troubles.begin(trouble);
  const calls = callCounts({
    buckets: buckets(() => scheduler.now()),
    troubles,
    onDescribed(of) {
      if (of !== undefined && next.owns(of)) describedUnmanaged += 1;
    },
  });

  function onState(machine: Machine): void {
    const { id, pool, state, intent, type, stateReason } = machine;
    const made = { az: intent.az, type, imageId: intent.imageId };
    const nth = (events.get(id) ?? 0) + 1;
    events.set(id, nth);
    put(stateChange(id, state, { at: scheduler.now(), region: intent.az.slice(0, -1), nth }));
    emit({ kind: "ec2", id, pool, state, made, ...(stateReason && { reason: stateReason }) });
    if (state === "running") guestOf(machine).powered();
    if (state === "terminated") born.respawn(machine);
  }
  const power = powerSupply({ scheduler, streams, troubles, onState });
  const spot = spotRequests(machines);
  const born = births({ scheduler, streams, machines, power: () => power, spot, troubles });

  function guestOf(machine: Machine): Guest {
    const known = guests.get(machine.id);
    if (known) return known;
    const made = guest(machine, {
      scheduler,
      streams,
      fetch,
      shutDown: (off) => power.off(off, BY_GUEST),
      vault: kept,
    });
    guests.set(machine.id, made);
    return made;
  }

  return {
    ports: {
      ...worldEc2Ports({
        ...{ seed, scheduler, streams, machines, begin: born.launch, power, calls, capacity, emit, troubles, spot },
        ...(lies && { lies }),
      }),
      names: zones.names,
      access: orders(streams, machines, guests),
      dryRuns: memoryDryRuns({ denied, knows: (id) => machines.has(id) }),
    },
    denied,
    records: zones.records,
    secrets: kept.secrets,
    machines,
    power,
    troubles,
    spotRequests: spot,
    unmanaged: next,
    calls: calls.counts,
    describedUnmanaged: () => describedUnmanaged,
    hear(notice) {
      if (notice.kind === "instance") guests.get(notice.resource.id)?.heard(notice);
    },
  };
}
