import type { InstanceId } from "../../core/model/ids.ts";
import { THROTTLED_WAIT_MS } from "../../core/model/limits.ts";
import type { Instant } from "../../core/model/time.ts";
import type { Ec2Instance } from "../../core/ports/ec2.ts";
import { PortError } from "../../core/ports/errors.ts";
import type { Listing } from "../../core/ports/sweeps.ts";
import type { Random, Streams } from "../random.ts";
import type { Scheduler } from "../time/scheduler.ts";
import { type Machine, stateAt } from "./machine.ts";

/** How EC2's listing deceives, each figure a part of what it is about (0 to 1); what is left out it does not do. */
export interface Lies {
  /** From then on it answers correctly. */
  readonly until: Instant;
  /** Rows of one page at most. */
  readonly pageRows: number;
  /** Rows as they were `staleMs` ago; what was not there then is not there now. */
  readonly stale?: number;
  readonly staleMs?: number;
  /** Rows left out, given twice, and given on the next page that is asked for in their zone. */
  readonly missing?: number;
  readonly doubled?: number;
  readonly moved?: number;
  /** Pages that are refused, not answered, answered with nothing (some of them as if it were the end), and markers that are
   *  not known any more. */
  readonly throttled?: number;
  readonly unanswered?: number;
  readonly empty?: number;
  readonly expired?: number;
  /** Zones that answer nothing, for `outageMs` at a time. */
  readonly outage?: number;
  readonly outageMs?: number;
  /** Instances that neither listing nor look-up shows, once, for at most `hiddenMs`, within `hiddenWithinMs` of their launch. */
  readonly hidden?: number;
  readonly hiddenMs?: number;
  readonly hiddenWithinMs?: number;
  /** Instances that nothing shows any more from the moment they are terminated, not for a while as most are; for good, so that
   *  only absence shows it. */
  readonly shownNoMore?: number;
}

export interface Deceit {
  readonly scheduler: Scheduler;
  readonly streams: Streams;
  readonly machines: ReadonlyMap<InstanceId, Machine>;
  readonly lies: Lies;
}

/** A listing that lies, the same way for the same seed. */
export function lyingListing(honest: Listing, deceit: Deceit): Listing {
  const { scheduler, streams, lies } = deceit;
  const random = streams("listing");
  const held = new Map<string, readonly Ec2Instance[]>();
  return {
    async page(from) {
      const { zone, marker } = from;
      if (scheduler.now() >= lies.until) return honest.page(from);
      if (random.chance(lies.throttled ?? 0))
        throw new PortError("retry-after", "RequestLimitExceeded", zone, { retryAfterMs: THROTTLED_WAIT_MS });
      if (isOut(zone, deceit) || random.chance(lies.unanswered ?? 0))
        return { kind: "unanswered", error: "Unavailable" };
      if (marker !== undefined && random.chance(lies.expired ?? 0)) return { kind: "expired" };
      if (random.chance(lies.empty ?? 0))
        return { kind: "page", rows: [], ...(random.chance(0.7) && { marker: marker ?? "" }) };
      const answer = await honest.page({ ...from, limit: Math.min(from.limit, lies.pageRows) });
      if (answer.kind !== "page") return answer;
      const shown = answer.rows.flatMap((row) => told(row, deceit, random));
      const later = shown.filter(() => random.chance(lies.moved ?? 0));
      const rows = [...(held.get(zone) ?? []), ...shown.filter((row) => !later.includes(row))];
      held.set(zone, later);
      return { ...answer, rows };
    },
  };
}

/** Whether neither listing nor look-up shows it now. */
export function isHidden({ id, launchedAt, state }: Machine, { scheduler, streams, lies }: Deceit): boolean {
  if (state === "terminated" && streams(`buried/${id}`).chance(lies.shownNoMore ?? 0)) return true;
  const random = streams(`hidden/${id}`);
  if (scheduler.now() >= lies.until || !random.chance(lies.hidden ?? 0)) return false;
  const from = launchedAt + random.between(0, lies.hiddenWithinMs ?? 0);
  return scheduler.now() >= from && scheduler.now() < from + random.between(0, lies.hiddenMs ?? 0);
}

function isOut(zone: string, { scheduler, streams, lies: { outage = 0, outageMs = 1 } }: Deceit): boolean {
  return streams(`outage/${zone}/${Math.floor(scheduler.now() / outageMs)}`).chance(outage);
}

/** The rows listed of one instance: none, one or two, as it is or as it was. */
function told(row: Ec2Instance, { scheduler, machines, lies }: Deceit, random: Random): readonly Ec2Instance[] {
  if (random.chance(lies.missing ?? 0)) return [];
  const machine = machines.get(row.id);
  const isStale = random.chance(lies.stale ?? 0);
  const state = isStale && machine ? stateAt(machine, scheduler.now() - (lies.staleMs ?? 0)) : row.observed.state;
  if (!state) return [];
  const shown = { ...row, observed: { ...row.observed, state } };
  return random.chance(lies.doubled ?? 0) ? [shown, shown] : [shown];
}
