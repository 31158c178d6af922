import { memoryDryRuns } from "../../adapters/memory/dry-runs.ts";
import type { InstanceId } from "../../core/model/ids.ts";
import type { Ports } from "../../core/ports/ports.ts";
import type { Envelope } from "../../events/envelope.ts";
import type { Notice } from "../../events/notices/notice.ts";
import type { Fetch } from "../client.ts";
import type { Emit } from "../facts.ts";
import type { Streams } from "../random.ts";
import type { Scheduler } from "../time/scheduler.ts";
import { callCounts, type Ec2CallName } from "./calls.ts";
import { type Capacity, ec2Ports } from "./ec2.ts";
import { stateChange } from "./events.ts";
import { type Guest, guest } from "./guest.ts";
import type { Lies } from "./lies.ts";
import type { Machine } from "./machine.ts";
import { hostedZones, type Named } from "./names.ts";
import { orders } from "./orders.ts";
import { type PowerSupply, powerSupply } from "./power-supply.ts";
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
  /** How often the unmanaged instance's instances change; left out: UNMANAGED_EVENT_GAP_MS. */
  readonly unmanagedGapMs?: number;
}

/** EC2 as it truly is: machines, the guests within them, and a unmanaged instance. */
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
  /** Calls that described an instance of the unmanaged instance's. */
  describedUnmanaged(): number;
  /** What the topic tells; a guest hears what is about its machine. */
  hear(notice: Notice): void;
  /** What stands in the hosted zones, and what instances put into claimants' secrets. */
  readonly records: ReadonlyMap<string, Named>;
  readonly secrets: ReadonlyMap<string, string>;
  /** What EC2 says to a dry run that it would refuse, as IAM names it; nothing else is refused by it. */
  readonly denied: Set<string>;
  /** Moves machines behind everybody's back. */
  readonly power: PowerSupply;
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
  const calls = callCounts((of) => {
    if (of !== undefined && next.owns(of)) describedUnmanaged += 1;
  });

  function onState(machine: Machine): void {
    const { id, pool, state, intent } = machine;
    const nth = (events.get(id) ?? 0) + 1;
    events.set(id, nth);
    put(stateChange(id, state, { at: scheduler.now(), region: intent.az.slice(0, -1), nth }));
    emit({ kind: "ec2", id, pool, state });
    if (state === "running") guestOf(machine).powered();
  }
  const power = powerSupply({ scheduler, streams, onState });

  function guestOf(machine: Machine): Guest {
    const known = guests.get(machine.id);
    if (known) return known;
    const made = guest(machine, { scheduler, streams, fetch, shutDown: power.off, vault: kept });
    guests.set(machine.id, made);
    return made;
  }

  return {
    ports: {
      ...ec2Ports({ seed, scheduler, streams, machines, power, calls, capacity, emit, ...(lies && { lies }) }),
      names: zones.names,
      access: orders(streams, machines, guests),
      dryRuns: memoryDryRuns({ denied, knows: (id) => machines.has(id) }),
    },
    denied,
    records: zones.records,
    secrets: kept.secrets,
    machines,
    power,
    unmanaged: next,
    calls: calls.counts,
    describedUnmanaged: () => describedUnmanaged,
    hear(notice) {
      if (notice.kind === "instance") guests.get(notice.resource.id)?.heard(notice);
    },
  };
}
