import { createHash } from "node:crypto";
import type { InstanceId } from "../../core/model/ids.ts";
import { type Tier, tierRow } from "../../events/tiers.ts";
import { isEndedMachine, type Machine } from "./machine.ts";

/** Source: EC2 API Reference, SpotInstanceRequest. */
export interface SpotRequest {
  readonly id: string;
  readonly type: "persistent" | "one-time";
  /** Its instance now; the one before, while it is open. */
  readonly instance: InstanceId;
  readonly state: "open" | "active" | "disabled" | "closed" | "cancelled";
  /** As the launch tagged it. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The requests that Spot instances came from. Cancelling one ends no instance. */
export interface SpotRequests {
  all(): readonly SpotRequest[];
  /** False: there is no such request. */
  cancel(id: string): boolean;
}

/** Only a persistent request's instance can be stopped: source: EC2 API Reference, SpotMarketOptions. */
const typeFor = (tier: Tier): SpotRequest["type"] =>
  tierRow(tier).parks === "stays-running" ? "one-time" : "persistent";

export const spotRequestFor = (first: InstanceId): string =>
  `sir-${createHash("sha256").update(first).digest("hex").slice(0, 8)}`;

export function spotRequests(machines: ReadonlyMap<InstanceId, Machine>): SpotRequests {
  const cancelled = new Set<string>();
  /** Of each request the newest instance. */
  const newest = (): ReadonlyMap<string, Machine> =>
    new Map([...machines.values()].flatMap((machine) => (machine.spotRequest ? [[machine.spotRequest, machine]] : [])));

  function requestOf(id: string, machine: Machine): SpotRequest {
    const type = typeFor(machine.intent.tier);
    const ended = type === "persistent" ? "open" : "closed";
    const live = isEndedMachine(machine) ? ended : machine.state === "stopped" ? "disabled" : "active";
    return {
      id,
      type,
      instance: machine.id,
      state: cancelled.has(id) ? "cancelled" : live,
      tags: machine.requestTags ?? {},
    };
  }

  return {
    all: () => [...newest()].map(([id, machine]) => requestOf(id, machine)),
    cancel(id) {
      if (!newest().has(id)) return false;
      cancelled.add(id);
      return true;
    },
  };
}
